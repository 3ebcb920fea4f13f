/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns every colour, dash and mark of a figure.
 *
 * The sets of group colours were found by simulated annealing over OKLCH: for each number of
 * groups the greatest smallest distance chart_palette_distance() gives, under these conditions:
 * the first is a blue and the second an orange of middle lightness (so that neither of two
 * groups outweighs the other), chroma 0.04..0.155, lightness 0.34..0.70 on white and 0.55..0.93
 * on dark, and a contrast to the background of 3.1 : 1 at least. Names are text, and darkened or
 * lightened to 4.5 : 1. */

#include "chart-palette.h"

#include <math.h>
#include <string.h>

#define TEXT_CONTRAST 4.5

static const guint light_sets[CHART_GROUP_COLOURS][CHART_GROUP_COLOURS] = {
  { 0x2159b4 },
  { 0x2159b4, 0xcc7218 },
  { 0x2c63bf, 0xcc7219, 0x6d1f00 },
  { 0x3979b3, 0xcf6f06, 0x872d00, 0x3d1b7f },
  { 0x265db8, 0xd06f00, 0x913c03, 0x492758, 0x968ead },
  { 0x2963bd, 0xd06f00, 0x641b01, 0x2a2d76, 0x9b8da6, 0x895058 },
  { 0x1d5bb1, 0xd06c18, 0x661905, 0x5f90f2, 0x1f3765, 0x99422d, 0x947c91 },
  { 0x2e66c2, 0xcf6f1f, 0x621e23, 0x3d96ec, 0x3b1e80, 0xa43707, 0x977d8f, 0x704e70 },
};

static const guint dark_sets[CHART_GROUP_COLOURS][CHART_GROUP_COLOURS] = {
  { 0x5e9bff },
  { 0x5e9bff, 0xd46a05 },
  { 0x5694f7, 0xd16700, 0xf4eaaa },
  { 0x538be5, 0xc76744, 0x16e8fe, 0xf0c731 },
  { 0x6ab1ed, 0xca6817, 0xf4bc2a, 0x6660ca, 0xbef4f6 },
  { 0x7da9ee, 0xeb915a, 0xa95911, 0x67fbff, 0x6b5fc8, 0xfcec5e },
  { 0x4e8aec, 0xca680a, 0xfdeb5d, 0xe8a76d, 0x846684, 0x9cfee8, 0xabb9e7 },
  { 0x619efd, 0xe67f1e, 0xf4ed7d, 0x6162cc, 0xb25209, 0x8bfefd, 0xa07f95, 0xd3adb0 },
};

/* Background, text, muted, light, axis, grid. */
static const guint theme_colours[][CHART_COLOUR_GROUP] = {
  [CHART_THEME_LIGHT] = { 0xffffff, 0x2b2b2f, 0x6a6a72, 0x93939b, 0x85858d, 0xe6e6ea },
  [CHART_THEME_DARK] = { 0x1e1e1e, 0xf0f0f0, 0xa9a9b0, 0x7c7c84, 0x8c8c94, 0x37373b },
  [CHART_THEME_PRINT] = { 0xffffff, 0x000000, 0x555555, 0x6e6e6e, 0x666666, 0xe0e0e0 },
  [CHART_THEME_GREY] = { 0xffffff, 0x000000, 0x555555, 0x6e6e6e, 0x666666, 0xe0e0e0 },
};

static const double machado[3][9] = {
  /* protanopia */
  { 0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998 },
  /* deuteranopia */
  { 0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881 },
  /* tritanopia */
  { 1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900 },
};

static ChartRgb
from_hex (guint hex)
{
  return (ChartRgb) { ((hex >> 16) & 0xff) / 255.0, ((hex >> 8) & 0xff) / 255.0,
                      (hex & 0xff) / 255.0 };
}

static double
to_linear (double c)
{
  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

static double
luminance (const ChartRgb *c)
{
  return 0.2126 * to_linear (c->red) + 0.7152 * to_linear (c->green)
         + 0.0722 * to_linear (c->blue);
}

double
chart_palette_contrast (const ChartRgb *a,
                        const ChartRgb *b)
{
  double one = luminance (a) + 0.05;
  double two = luminance (b) + 0.05;

  return one > two ? one / two : two / one;
}

/* Linear sRGB to OKLab (Ottosson 2020). */
static void
to_oklab (const double linear[3],
          double       out_lab[3])
{
  double c[3];

  for (guint i = 0; i < 3; i++)
    c[i] = CLAMP (linear[i], 0, 1);

  double l = cbrt (0.4122214708 * c[0] + 0.5363325363 * c[1] + 0.0514459929 * c[2]);
  double m = cbrt (0.2119034982 * c[0] + 0.6806995451 * c[1] + 0.1073969566 * c[2]);
  double s = cbrt (0.0883024619 * c[0] + 0.2817188376 * c[1] + 0.6299787005 * c[2]);

  out_lab[0] = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
  out_lab[1] = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
  out_lab[2] = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
}

/* A colour as seen with full sight (sight 0) or one of the three dichromacies (1..3), in OKLab. */
static void
seen (const ChartRgb *colour,
      guint           sight,
      double          out_lab[3])
{
  double linear[3] = { to_linear (colour->red), to_linear (colour->green),
                       to_linear (colour->blue) };

  if (sight > 0)
    {
      const double *matrix = machado[sight - 1];
      double changed[3];

      for (guint i = 0; i < 3; i++)
        changed[i] = matrix[3 * i] * linear[0] + matrix[3 * i + 1] * linear[1]
                     + matrix[3 * i + 2] * linear[2];
      memcpy (linear, changed, sizeof linear);
    }

  to_oklab (linear, out_lab);
}

double
chart_palette_distance (const ChartRgb *colours,
                        guint           n)
{
  double smallest = INFINITY;

  for (guint i = 1; i < n; i++)
    for (guint j = 0; j < i; j++)
      for (guint sight = 0; sight < 4; sight++)
        {
          double a[3], b[3];

          seen (&colours[i], sight, a);
          seen (&colours[j], sight, b);
          smallest = MIN (smallest, 100 * hypot (hypot (a[0] - b[0], a[1] - b[1]), a[2] - b[2]));
        }

  return smallest;
}

/* Mixes a colour towards the theme's text until it can be read as small text. */
static ChartRgb
readable (ChartRgb        colour,
          const ChartRgb *background,
          const ChartRgb *text)
{
  for (guint i = 0; i < 20 && chart_palette_contrast (&colour, background) < TEXT_CONTRAST; i++)
    {
      colour.red += 0.1 * (text->red - colour.red);
      colour.green += 0.1 * (text->green - colour.green);
      colour.blue += 0.1 * (text->blue - colour.blue);
    }

  return colour;
}

/* Greys evenly spaced from nearly black to what still stands out from white; even groups take the
 * dark half upwards, odd ones the light half, so that neighbours differ most. */
static ChartRgb
grey (guint group,
      guint n)
{
  guint rank = group % 2 == 0 ? group / 2 : (n + 1) / 2 + group / 2;
  double value = n < 2 ? 0.1 : 0.1 + 0.42 * rank / (n - 1);

  return (ChartRgb) { value, value, value };
}

void
chart_palette_fill (ChartTheme theme,
                    guint      n_groups,
                    ChartRgb   out_colours[CHART_N_COLOURS])
{
  guint n = CLAMP (n_groups, 1, CHART_GROUP_COLOURS);

  if ((guint) theme >= G_N_ELEMENTS (theme_colours))
    theme = CHART_THEME_LIGHT;

  for (guint i = 0; i < CHART_COLOUR_GROUP; i++)
    out_colours[i] = from_hex (theme_colours[theme][i]);

  for (guint i = 0; i < CHART_GROUP_COLOURS; i++)
    {
      ChartRgb *colour = &out_colours[CHART_COLOUR_GROUP + i];

      if (theme == CHART_THEME_GREY)
        *colour = grey (i % n, n);
      else if (theme == CHART_THEME_DARK)
        *colour = from_hex (dark_sets[n - 1][i % n]);
      else
        *colour = from_hex (light_sets[n - 1][i % n]);

      out_colours[CHART_COLOUR_NAME + i] = readable (*colour, &out_colours[CHART_COLOUR_BACKGROUND],
                                                     &out_colours[CHART_COLOUR_TEXT]);
    }
}

ChartDash
chart_palette_dash (guint group)
{
  static const ChartDash dashes[CHART_GROUP_COLOURS] = {
    { 0, { 0 } },
    { 2, { 4, 2 } },
    { 2, { 1.2, 1.2 } },
    { 4, { 7, 1.8, 1.4, 1.8 } },
    { 2, { 9, 3 } },
    { 6, { 5, 1.6, 1.2, 1.6, 1.2, 1.6 } },
    { 2, { 2, 3.2 } },
    { 4, { 8, 2, 3, 2 } },
  };

  return dashes[(group + group / CHART_GROUP_COLOURS) % CHART_GROUP_COLOURS];
}

ChartMarkShape
chart_palette_mark (guint group)
{
  return (ChartMarkShape) ((group + group / CHART_GROUP_COLOURS) % CHART_GROUP_COLOURS);
}
