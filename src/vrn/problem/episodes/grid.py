"""Positions on the British National Grid as longitude and latitude (WGS84), to about five metres.

Source: Ordnance Survey, "A guide to coordinate systems in Great Britain": annexe C gives the
projection and its inverse on the Airy 1830 ellipsoid, annexe B the cartesian steps, and the section
on the Helmert transformation its seven numbers and its accuracy of about five metres (the exact
transformation needs a grid of shifts). The constants are from memory of that guide; tests hold the
result to its worked point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

_AIRY = (6_377_563.396, 6_356_256.909)
_WGS84 = (6_378_137.000, 6_356_752.314_245)
_SCALE = 0.999_601_271_7
_ORIGIN_LATITUDE, _ORIGIN_LONGITUDE = np.radians(49.0), np.radians(-2.0)
_FALSE_EAST, _FALSE_NORTH = 400_000.0, -100_000.0
_SHIFT = (446.448, -125.157, 542.060)
"""Metres along x, y and z, from OSGB36 to WGS84."""
_TURN = np.radians(np.array([0.1502, 0.2470, 0.8421]) / 3600)
_STRETCH = -20.4894e-6


def longitudes_and_latitudes(eastings: ArrayLike, northings: ArrayLike) -> tuple[Numbers, Numbers]:
    """Longitudes and latitudes in degrees (WGS84) of grid positions in metres.

    Within about five metres over Great Britain; a position that is not a number stays one.

    >>> east, north = longitudes_and_latitudes([651409.903], [313177.270])
    >>> round(float(east[0]), 4), round(float(north[0]), 4)
    (1.7161, 52.658)
    """
    easts, norths = np.asarray(eastings, dtype=float), np.asarray(northings, dtype=float)
    latitudes, longitudes = _unproject(easts, norths)
    x, y, z = _shift(*_to_cartesian(latitudes, longitudes, _AIRY))
    latitudes, longitudes = _from_cartesian(x, y, z, _WGS84)
    return np.degrees(longitudes), np.degrees(latitudes)


def _unproject(easts: Numbers, norths: Numbers) -> tuple[Numbers, Numbers]:
    """Latitudes and longitudes (radians, OSGB36) of grid positions: annexe C, the inverse."""
    a, b = _AIRY
    e2 = 1 - (b / a) ** 2
    phi = _foot_latitudes(norths)
    sin, tan, sec = np.sin(phi), np.tan(phi), 1 / np.cos(phi)
    nu = a * _SCALE / np.sqrt(1 - e2 * sin**2)
    rho = a * _SCALE * (1 - e2) / (1 - e2 * sin**2) ** 1.5
    eta2 = nu / rho - 1
    d, t2 = easts - _FALSE_EAST, tan**2
    latitudes = (
        phi
        - tan / (2 * rho * nu) * d**2
        + tan / (24 * rho * nu**3) * (5 + 3 * t2 + eta2 - 9 * t2 * eta2) * d**4
        - tan / (720 * rho * nu**5) * (61 + 90 * t2 + 45 * t2**2) * d**6
    )
    longitudes = (
        _ORIGIN_LONGITUDE
        + sec / nu * d
        - sec / (6 * nu**3) * (nu / rho + 2 * t2) * d**3
        + sec / (120 * nu**5) * (5 + 28 * t2 + 24 * t2**2) * d**5
        - sec / (5040 * nu**7) * (61 + 662 * t2 + 1320 * t2**2 + 720 * t2**3) * d**7
    )
    return latitudes, longitudes


def _foot_latitudes(norths: Numbers) -> Numbers:
    """The latitudes whose meridian arcs reach the northings, to a hundredth of a millimetre."""
    a = _AIRY[0]
    phi: Numbers = (norths - _FALSE_NORTH) / (a * _SCALE) + _ORIGIN_LATITUDE
    for _ in range(10):
        left = norths - _FALSE_NORTH - _arc(phi)
        phi = phi + left / (a * _SCALE)
        if not np.any(np.abs(left) >= 1e-5):
            break
    return phi


def _arc(phi: Numbers) -> Numbers:
    """Metres along the meridian from the origin's latitude."""
    a, b = _AIRY
    n = (a - b) / (a + b)
    less, more = phi - _ORIGIN_LATITUDE, phi + _ORIGIN_LATITUDE
    terms: Numbers = (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(less) * np.cos(more)
        + (15 / 8 * n**2 + 15 / 8 * n**3) * np.sin(2 * less) * np.cos(2 * more)
        - 35 / 24 * n**3 * np.sin(3 * less) * np.cos(3 * more)
    )
    return terms * b * _SCALE


def _to_cartesian(
    latitudes: Numbers, longitudes: Numbers, axes: tuple[float, float]
) -> tuple[Numbers, Numbers, Numbers]:
    """Metres from the centre of an ellipsoid, of positions on its surface."""
    a, b = axes
    e2 = 1 - (b / a) ** 2
    nu = a / np.sqrt(1 - e2 * np.sin(latitudes) ** 2)
    flat = nu * np.cos(latitudes)
    return (
        flat * np.cos(longitudes),
        flat * np.sin(longitudes),
        (1 - e2) * nu * np.sin(latitudes),
    )


def _shift(x: Numbers, y: Numbers, z: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The Helmert transformation from OSGB36 to WGS84."""
    (tx, ty, tz), (rx, ry, rz), s = _SHIFT, _TURN, 1 + _STRETCH
    return (
        tx + s * x - rz * y + ry * z,
        ty + rz * x + s * y - rx * z,
        tz - ry * x + rx * y + s * z,
    )


def _from_cartesian(
    x: Numbers, y: Numbers, z: Numbers, axes: tuple[float, float]
) -> tuple[Numbers, Numbers]:
    """Latitudes and longitudes (radians) on an ellipsoid, by the guide's iteration."""
    a, b = axes
    e2 = 1 - (b / a) ** 2
    p = np.hypot(x, y)
    phi = np.arctan2(z, p * (1 - e2))
    for _ in range(5):
        nu = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
        phi = np.arctan2(z + e2 * nu * np.sin(phi), p)
    return phi, np.arctan2(y, x)
