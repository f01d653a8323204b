"""Region codes and their names.

A list of ours, for pickers and for the sandbox: a region that is not in it may still be sent, since
the API opens regions without asking us. Source: the region tables of the API documentation and the
example of region DescribeRegions, as of 2026-11.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Region:
    """A region: its code, our English name, the Chinese one, and where on the map it is."""

    code: str
    name: str
    name_zh: str
    area: str

    @property
    def special(self) -> bool:
        """Edge zones and other regions that few accounts can use; pickers hide them at first."""
        return self.code.endswith(("-ec", "-open", "-xinan", "-sycft", "-adc"))


_TABLE = """
Chinese mainland:
  ap-guangzhou 广州 Guangzhou
  ap-shanghai 上海 Shanghai
  ap-beijing 北京 Beijing
  ap-nanjing 南京 Nanjing
  ap-chengdu 成都 Chengdu
  ap-chongqing 重庆 Chongqing
  ap-shenzhen 深圳 Shenzhen
  ap-tianjin 天津 Tianjin
  ap-guiyang 贵阳 Guiyang
  ap-qingyuan 清远 Qingyuan
  ap-zhongwei 中卫 Zhongwei
  ap-shanghai-fsi 上海金融 Shanghai Finance
  ap-shenzhen-fsi 深圳金融 Shenzhen Finance
  ap-beijing-fsi 北京金融 Beijing Finance
  ap-guangzhou-open 广州_Open Guangzhou Open
  ap-qingyuan-xinan 清远信安 Qingyuan Xin'an
  ap-shenzhen-sycft 深圳财付通 Shenzhen Caifutong
  ap-shanghai-adc 上海自动驾驶云 Shanghai Auto-Driving
  ap-jinan-ec 济南边缘 Jinan Edge
  ap-hangzhou-ec 杭州边缘 Hangzhou Edge
  ap-fuzhou-ec 福州边缘 Fuzhou Edge
  ap-hefei-ec 合肥边缘 Hefei Edge
  ap-shijiazhuang-ec 石家庄边缘 Shijiazhuang Edge
  ap-wuhan-ec 武汉边缘 Wuhan Edge
  ap-changsha-ec 长沙边缘 Changsha Edge
  ap-zhengzhou-ec 郑州边缘 Zhengzhou Edge
  ap-xian-ec 西安边缘 Xi'an Edge
  ap-xibei-ec 西北边缘 Northwest Edge
  ap-shenyang-ec 沈阳边缘 Shenyang Edge
Asia Pacific:
  ap-hongkong 香港 Hong Kong
  ap-taipei 台北 Taipei
  ap-singapore 新加坡 Singapore
  ap-bangkok 曼谷 Bangkok
  ap-jakarta 雅加达 Jakarta
  ap-mumbai 孟买 Mumbai
  ap-seoul 首尔 Seoul
  ap-tokyo 东京 Tokyo
Americas:
  na-siliconvalley 硅谷 Silicon Valley
  na-ashburn 弗吉尼亚 Virginia
  na-toronto 多伦多 Toronto
  sa-saopaulo 圣保罗 São Paulo
Europe and Middle East:
  eu-frankfurt 法兰克福 Frankfurt
  eu-moscow 莫斯科 Moscow (closed)
  me-saudi-arabia 利雅得 Riyadh
"""


def _regions() -> Iterator[Region]:
    area = ""
    for line in _TABLE.strip().split("\n"):
        if line.endswith(":"):
            area = line.removesuffix(":")
        else:
            code, chinese, name = line.strip().split(" ", 2)
            yield Region(code, name, chinese.replace("_", " "), area)


REGIONS: tuple[Region, ...] = tuple(_regions())
BY_CODE = {region.code: region for region in REGIONS}

LEGACY_CODES = {
    "gz": "ap-guangzhou", "gzopen": "ap-guangzhou-open", "szx": "ap-shenzhen", "szjr": "ap-shenzhen-fsi",
    "qy": "ap-qingyuan", "qyxa": "ap-qingyuan-xinan", "sh": "ap-shanghai", "shjr": "ap-shanghai-fsi",
    "nj": "ap-nanjing", "bj": "ap-beijing", "bjjr": "ap-beijing-fsi", "tsn": "ap-tianjin", "cd": "ap-chengdu",
    "cq": "ap-chongqing", "gy": "ap-guiyang", "hk": "ap-hongkong", "tpe": "ap-taipei", "sg": "ap-singapore",
    "th": "ap-bangkok", "jkt": "ap-jakarta", "in": "ap-mumbai", "kr": "ap-seoul", "jp": "ap-tokyo",
    "usw": "na-siliconvalley", "use": "na-ashburn", "ca": "na-toronto", "sao": "sa-saopaulo", "de": "eu-frankfurt",
    "ru": "eu-moscow",
}  # fmt: skip
"""Codes of API 2.0 that API 3.0 refuses with InvalidParameterValue, and what to write instead."""


def is_finance(region: str) -> bool:
    """Finance regions are isolated: they are reached through their own hosts only."""
    return region.endswith("-fsi")


def is_code(text: str) -> bool:
    """Whether a text has the form of a region's code, known or not."""
    return len(text) <= 64 and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", text) is not None


def known_instead(code: str) -> str | None:
    """The known region that was meant by a code that is none; None for a known one, or when nothing is near."""
    if code in BY_CODE:
        return None
    if code in LEGACY_CODES:
        return LEGACY_CODES[code]
    from difflib import get_close_matches  # only a mistake needs it

    return next(iter(get_close_matches(code, BY_CODE, 1, 0.75)), None)
