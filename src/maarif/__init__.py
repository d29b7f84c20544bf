"""Maarif: a national education platform; one code base serves several countries, a country is data."""
