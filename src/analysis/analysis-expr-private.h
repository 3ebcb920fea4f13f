/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A parsed filter expression: what the parser makes and the evaluator reads. Private to
 * src/analysis. */
#pragma once

#include "analysis-expr.h"

G_BEGIN_DECLS

/* Negations are pushed down to the tests, so that a test decides alone when it is true and when it
 * is false; with a missing value it is neither, and no array of "unknown" is needed. */
typedef enum
{
  ANALYSIS_NODE_AND,
  ANALYSIS_NODE_OR,
  ANALYSIS_NODE_RANGES,  /* a number or day lies in one of the closed ranges */
  ANALYSIS_NODE_CODES,   /* a code is one of the set, or one of several codes is */
  ANALYSIS_NODE_TEXTS,   /* a text is one of the list */
  ANALYSIS_NODE_MISSING  /* the missing kind is one of the set `codes`, bit 1 << ModelMissing */
} AnalysisNodeKind;

typedef struct
{
  double lo, hi;
} AnalysisRange;

typedef struct _AnalysisNode AnalysisNode;
struct _AnalysisNode
{
  AnalysisNodeKind kind;
  AnalysisNode *left, *right; /* AND, OR */
  gboolean negated;           /* of a test */
  const ModelField *field;    /* borrowed; MISSING too */
  GArray *ranges;             /* of AnalysisRange */
  guint8 codes[256];          /* CODES: nonzero = in the set; MISSING: by ModelMissing */
  GPtrArray *texts;           /* of char * */
};

struct _AnalysisExpr
{
  gatomicrefcount refs;
  ModelDictionary *dictionary;
  AnalysisNode *root;
  GPtrArray *fields; /* of ModelField, borrowed from the dictionary */
};

AnalysisNode *analysis_node_new (AnalysisNodeKind kind);
void          analysis_node_free (AnalysisNode *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisNode, analysis_node_free)

G_END_DECLS
