"""What the services about somebody's employment share: the posts held and free, shares in words, the employer's order."""
