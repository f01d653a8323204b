"""Generic widgets: each shows what it is given and says in messages what the user did; none knows of Tencent."""
