"""Region codes and their names.

A list of ours, for pickers and for the sandbox: a region that is not in it may still be sent, since
the API opens regions without asking us. Source: the region tables of the API documentation and the
example of region DescribeRegions, as of 2026-11.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


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


_CHINA, _ASIA, _AMERICA, _EUROPE = "Chinese mainland", "Asia Pacific", "Americas", "Europe and Middle East"
REGIONS: tuple[Region, ...] = (
    Region("ap-guangzhou", "Guangzhou", "广州", _CHINA),
    Region("ap-shanghai", "Shanghai", "上海", _CHINA),
    Region("ap-beijing", "Beijing", "北京", _CHINA),
    Region("ap-nanjing", "Nanjing", "南京", _CHINA),
    Region("ap-chengdu", "Chengdu", "成都", _CHINA),
    Region("ap-chongqing", "Chongqing", "重庆", _CHINA),
    Region("ap-shenzhen", "Shenzhen", "深圳", _CHINA),
    Region("ap-tianjin", "Tianjin", "天津", _CHINA),
    Region("ap-guiyang", "Guiyang", "贵阳", _CHINA),
    Region("ap-qingyuan", "Qingyuan", "清远", _CHINA),
    Region("ap-zhongwei", "Zhongwei", "中卫", _CHINA),
    Region("ap-shanghai-fsi", "Shanghai Finance", "上海金融", _CHINA),
    Region("ap-shenzhen-fsi", "Shenzhen Finance", "深圳金融", _CHINA),
    Region("ap-beijing-fsi", "Beijing Finance", "北京金融", _CHINA),
    Region("ap-guangzhou-open", "Guangzhou Open", "广州 Open", _CHINA),
    Region("ap-qingyuan-xinan", "Qingyuan Xin'an", "清远信安", _CHINA),
    Region("ap-shenzhen-sycft", "Shenzhen Caifutong", "深圳财付通", _CHINA),
    Region("ap-shanghai-adc", "Shanghai Auto-Driving", "上海自动驾驶云", _CHINA),
    Region("ap-jinan-ec", "Jinan Edge", "济南边缘", _CHINA),
    Region("ap-hangzhou-ec", "Hangzhou Edge", "杭州边缘", _CHINA),
    Region("ap-fuzhou-ec", "Fuzhou Edge", "福州边缘", _CHINA),
    Region("ap-hefei-ec", "Hefei Edge", "合肥边缘", _CHINA),
    Region("ap-shijiazhuang-ec", "Shijiazhuang Edge", "石家庄边缘", _CHINA),
    Region("ap-wuhan-ec", "Wuhan Edge", "武汉边缘", _CHINA),
    Region("ap-changsha-ec", "Changsha Edge", "长沙边缘", _CHINA),
    Region("ap-zhengzhou-ec", "Zhengzhou Edge", "郑州边缘", _CHINA),
    Region("ap-xian-ec", "Xi'an Edge", "西安边缘", _CHINA),
    Region("ap-xibei-ec", "Northwest Edge", "西北边缘", _CHINA),
    Region("ap-shenyang-ec", "Shenyang Edge", "沈阳边缘", _CHINA),
    Region("ap-hongkong", "Hong Kong", "香港", _ASIA),
    Region("ap-taipei", "Taipei", "台北", _ASIA),
    Region("ap-singapore", "Singapore", "新加坡", _ASIA),
    Region("ap-bangkok", "Bangkok", "曼谷", _ASIA),
    Region("ap-jakarta", "Jakarta", "雅加达", _ASIA),
    Region("ap-mumbai", "Mumbai", "孟买", _ASIA),
    Region("ap-seoul", "Seoul", "首尔", _ASIA),
    Region("ap-tokyo", "Tokyo", "东京", _ASIA),
    Region("na-siliconvalley", "Silicon Valley", "硅谷", _AMERICA),
    Region("na-ashburn", "Virginia", "弗吉尼亚", _AMERICA),
    Region("na-toronto", "Toronto", "多伦多", _AMERICA),
    Region("sa-saopaulo", "São Paulo", "圣保罗", _AMERICA),
    Region("eu-frankfurt", "Frankfurt", "法兰克福", _EUROPE),
    Region("eu-moscow", "Moscow (closed)", "莫斯科", _EUROPE),
    Region("me-saudi-arabia", "Riyadh", "利雅得", _EUROPE),
)
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
