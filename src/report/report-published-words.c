/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts of data/published/published.json once more, where translators find them. A test says
 * which one is missing. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "report-published.h"

const char *const *
report_published_texts (void)
{
  static const char *const texts[] = {
    N_ ("Nyborg 2014"),
    N_ ("52 women with at least three consecutive losses after assisted reproduction, treated "
        "with immunoglobulin and prednisone in 2003 to 2012"),
    /* xgettext:no-c-format */
    N_ ("A later randomised, placebo-controlled trial of immunoglobulin and prednisolone "
        "found no significant effect (NCT04701034: an ongoing pregnancy at week 12 in 25.0 % "
        "of 40 women on treatment and in 15.0 % of 40 on placebo, p = 0.264)."),
    N_ ("Only these points could be read; figures between them could not."),
    N_ ("Egerup 2022"),
    N_ ("41 women with at least three consecutive losses after assisted reproduction, treated "
        "with immunoglobulin and prednisone after referral in 2012 to 2017"),
    /* xgettext:no-c-format */
    N_ ("After the first transfer 34.2 % is printed; 14 of 41 are 34.1 %."),
    N_ ("KKIVF 2015"),
    N_ ("2,779 patients, 5,002 transfers"),
    /* xgettext:no-c-format */
    N_ ("Printed for up to nine transfers within two years, without limits; 44.2 % of the "
        "patients dropped out."),
    N_ ("Smith 2015, under 40 years"),
    N_ ("133,379 women under 40 years with their own oocytes"),
    N_ ("There a live birth is a child born alive after 24 weeks that lived for more than a "
        "month."),
    N_ ("Smith 2015, 40 to 42 years"),
    N_ ("15,561 women of 40 to 42 years with their own oocytes"),
    N_ ("The table could be read to the third cycle only."),
    N_ ("Smith 2015, all women"),
    N_ ("156,947 women, 257,398 cycles"),
    N_ ("McLernon 2016"),
    N_ ("113,873 women, 184,269 complete cycles"),
    N_ ("Chambers 2017, all women"),
    N_ ("56,652 women in Australia and New Zealand"),
    N_ ("Chambers 2017, under 30 years"),
    N_ ("women under 30 years in Australia and New Zealand"),
    N_ ("Chambers 2017, 40 to 44 years"),
    N_ ("women of 40 to 44 years in Australia and New Zealand"),
    N_ ("Modest 2018"),
    N_ ("20,015 women, 47,079 cycles"),
    N_ ("The conservative figure is the crude proportion: 10,031 of 20,015."),
    N_ ("Malizia 2009, all women"),
    N_ ("6,164 women, 14,248 cycles"),
    N_ ("Malizia 2009, under 35 years"),
    N_ ("women under 35 years"),
    N_ ("Malizia 2009, from 40 years"),
    N_ ("women of 40 years and more"),
    N_ ("Luke 2012, under 31 years"),
    N_ ("women under 31 years"),
    N_ ("Only the figure after the third cycle could be read, without limits."),
    N_ ("Luke 2012, 41 to 42 years"),
    N_ ("women of 41 to 42 years"),
    N_ ("Luke 2012, from 43 years"),
    N_ ("women of 43 years and more"),
    N_ ("Luke 2012, cleavage stage"),
    N_ ("women with fresh embryos of their own oocytes at cleavage stage"),
    N_ ("Luke 2012, blastocysts"),
    N_ ("women with fresh blastocysts of their own oocytes"),
    NULL,
  };

  return texts;
}
