"""What people call services whose short names they may not know: our own list, in lower case."""

from __future__ import annotations

from typing import Final

_CALLED: Final = {
    "apigateway": "apigw",
    "as": "autoscaling",
    "cam": "iam",
    "cbs": "disk disks volume ebs",
    "cdb": "mysql",
    "ckafka": "kafka",
    "clb": "lb elb slb balancer",
    "cls": "log logs",
    "cvm": "vm server servers ec2",
    "cynosdb": "tdsql-c",
    "dnspod": "dns",
    "es": "elasticsearch",
    "faceid": "ekyc",
    "mongodb": "mongo",
    "postgres": "postgresql pg",
    "privatedns": "dns",
    "scf": "serverless lambda",
    "ses": "email mail",
    "sqlserver": "mssql",
    "ssl": "cert certificate certificates tls",
    "ssm": "secret secrets",
    "tcr": "docker registry",
    "tdmq": "pulsar",
    "teo": "edgeone",
    "tke": "kubernetes k8s",
    "tmt": "translate",
    "trabbit": "rabbitmq",
    "trocket": "rocketmq",
    "tts": "speech",
    "waf": "firewall",
}
ALIASES: Final = {service: frozenset(words.split()) for service, words in _CALLED.items()}
