"""Yingzhi 应知: policy written once becomes a website, class materials and campaign packs in nine languages."""

__version__ = "0.1.0"
