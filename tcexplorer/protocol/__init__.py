"""The wire format of Tencent Cloud API 3.0, pure and on the standard library alone."""
