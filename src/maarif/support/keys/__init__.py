"""The signing keys of the state: rings, rotation, certificates, and compact signatures made with them."""
