"""tcexplorer: the terminal workbench for Tencent Cloud API 3.0."""

__version__ = "0.1.0"
