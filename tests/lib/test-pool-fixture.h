/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of risk tables of made-up centres, written as a centre writes them. */
#pragma once

#include "analysis-centre.h"

/* The tables of a simulated register (seed) to folder/file. question: its text form. */
void pool_fixture_write (const char *folder,
                         const char *file,
                         guint64 seed,
                         const char *question,
                         const AnalysisCentreOptions *options);
/* The folder with all its files. */
void pool_fixture_remove (const char *folder);
