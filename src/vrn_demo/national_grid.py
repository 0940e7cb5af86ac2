"""Eastings and northings on the British national grid, from longitude and latitude.

Formulas and constants: Ordnance Survey, A guide to coordinate systems in Great Britain (section 6
and annexes A to C): the seven-parameter (Helmert) change from WGS84 to OSGB36, which is good to
about 5 metres, then the transverse Mercator projection of the Airy ellipsoid.
"""

from __future__ import annotations

import numpy as np

_WGS84 = (6_378_137.0, 6_356_752.3141)
_AIRY = (6_377_563.396, 6_356_256.909)
"""Half axes of an ellipsoid in metres: the greater, then the smaller."""

_SHIFT = np.array([-446.448, 125.157, -542.060])
_STRETCH = 20.4894e-6
_TURN = np.radians(np.array([-0.1502, -0.2470, -0.8421]) / 3600)
"""From WGS84 to OSGB36: metres, a share, and seconds of arc about each axis."""

_SCALE = 0.9996012717
_ORIGIN_LATITUDE, _ORIGIN_LONGITUDE = np.radians(49.0), np.radians(-2.0)
_ORIGIN_EASTING, _ORIGIN_NORTHING = 400_000.0, -100_000.0


def find_grid(longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Easting and northing in whole metres of points given in degrees of WGS84."""
    easting, northing = project(*change_datum(longitude, latitude))
    return np.rint(easting).astype(int), np.rint(northing).astype(int)


def change_datum(longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude on OSGB36, in degrees, of points in degrees of WGS84 (height 0)."""
    greater, smaller = _WGS84
    lon, lat = np.radians(longitude), np.radians(latitude)
    flattened = 1 - (smaller / greater) ** 2
    radius = greater / np.sqrt(1 - flattened * np.sin(lat) ** 2)
    places = np.stack(
        [
            radius * np.cos(lat) * np.cos(lon),
            radius * np.cos(lat) * np.sin(lon),
            (1 - flattened) * radius * np.sin(lat),
        ],
        axis=-1,
    )
    moved = _SHIFT + (1 + _STRETCH) * places + np.cross(_TURN, places)
    return _find_angles(moved)


def _find_angles(places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude in degrees on the Airy ellipsoid of points x, y, z in metres."""
    greater, smaller = _AIRY
    flattened = 1 - (smaller / greater) ** 2
    x, y, z = places[..., 0], places[..., 1], places[..., 2]
    from_axis = np.hypot(x, y)
    lat = np.arctan2(z, from_axis * (1 - flattened))
    for _ in range(6):  # each round is some 150 times nearer; six leave nothing of a millimetre
        radius = greater / np.sqrt(1 - flattened * np.sin(lat) ** 2)
        lat = np.arctan2(z + flattened * radius * np.sin(lat), from_axis)
    return np.degrees(np.arctan2(y, x)), np.degrees(lat)


def project(longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Easting and northing in metres of points in degrees of OSGB36."""
    greater, smaller = _AIRY
    lon, lat = np.radians(longitude), np.radians(latitude)
    flattened = 1 - (smaller / greater) ** 2
    sine, cosine, tangent = np.sin(lat), np.cos(lat), np.tan(lat)
    across = greater * _SCALE / np.sqrt(1 - flattened * sine**2)
    along = greater * _SCALE * (1 - flattened) / (1 - flattened * sine**2) ** 1.5
    eta = across / along - 1
    east = lon - _ORIGIN_LONGITUDE
    northing = (
        _measure_meridian(lat)
        + _ORIGIN_NORTHING
        + east**2 * across / 2 * sine * cosine
        + east**4 * across / 24 * sine * cosine**3 * (5 - tangent**2 + 9 * eta)
        + east**6 * across / 720 * sine * cosine**5 * (61 - 58 * tangent**2 + tangent**4)
    )
    fifth = 5 - 18 * tangent**2 + tangent**4 + 14 * eta - 58 * tangent**2 * eta
    easting = (
        _ORIGIN_EASTING
        + east * across * cosine
        + east**3 * across / 6 * cosine**3 * (across / along - tangent**2)
        + east**5 * across / 120 * cosine**5 * fifth
    )
    return easting, northing


def _measure_meridian(lat: np.ndarray) -> np.ndarray:
    """Metres along the central meridian from the true origin to a latitude in radians."""
    greater, smaller = _AIRY
    n = (greater - smaller) / (greater + smaller)
    apart, both = lat - _ORIGIN_LATITUDE, lat + _ORIGIN_LATITUDE
    parts = (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * apart
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(apart) * np.cos(both)
        + (15 / 8 * n**2 + 15 / 8 * n**3) * np.sin(2 * apart) * np.cos(2 * both)
        - 35 / 24 * n**3 * np.sin(3 * apart) * np.cos(3 * both)
    )
    return np.asarray(smaller * _SCALE * parts)
