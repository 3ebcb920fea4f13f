/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a filter expression to a tree of tests bound to fields (grammar: analysis-expr.h).
 * Knows a dictionary, no rows. Negations end up in the tests (analysis-expr-private.h). */
#include "config.h"

#include "analysis-expr-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "analysis-expr-value.h"
#include "analysis-field.h"

typedef enum
{
  TOKEN_END,
  TOKEN_OPEN,
  TOKEN_CLOSE,
  TOKEN_COMMA,
  TOKEN_OPERATOR,
  TOKEN_WORD,
  TOKEN_QUOTED
} TokenKind;

typedef struct
{
  TokenKind kind;
  guint character; /* where it begins, from 1 */
  char *text;      /* owned; of OPERATOR, WORD and QUOTED */
} Token;

typedef struct
{
  ModelDictionary *dictionary;
  gboolean at_transfer;
  const char *text;
  const char *p; /* after the token */
  Token token;   /* the one to be looked at */
  guint depth;
  GPtrArray *fields;
  GError **error;
} Parser;

/* --- tokens --- */

static guint
parser_character (Parser     *parser,
                  const char *at)
{
  return (guint) g_utf8_pointer_to_offset (parser->text, at) + 1;
}

static gboolean
is_word_byte (char c)
{
  return c != '\0' && !g_ascii_isspace (c) && strchr ("()=!<>,\"'", c) == NULL;
}

static gboolean
parser_take_quoted (Parser *parser)
{
  char quote = *parser->p;
  GString *text = g_string_new (NULL);

  for (parser->p++; *parser->p != '\0'; parser->p++)
    {
      if (*parser->p == quote)
        {
          parser->p++;
          if (*parser->p != quote)
            {
              parser->token.kind = TOKEN_QUOTED;
              parser->token.text = g_string_free (text, FALSE);
              return TRUE;
            }
        }
      g_string_append_c (text, *parser->p);
    }
  g_string_free (text, TRUE);
  analysis_set_error_at (parser->error, ANALYSIS_ERROR_SYNTAX, parser->token.character,
                         _("the quotation mark isn't closed."));
  return FALSE;
}

static gboolean
parser_take_operator (Parser *parser)
{
  static const char *const operators[] = { "!=", "<=", ">=", "=", "<", ">" };

  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_str_has_prefix (parser->p, operators[i]))
      {
        parser->token.kind = TOKEN_OPERATOR;
        parser->token.text = g_strdup (operators[i]);
        parser->p += strlen (operators[i]);
        return TRUE;
      }
  analysis_set_error_at (parser->error, ANALYSIS_ERROR_SYNTAX, parser->token.character,
                         _("“!” stands before “=” only; to negate, write “not”."));
  return FALSE;
}

/* Moves to the next token. FALSE with an error when there is none that could be read. */
static gboolean
parser_next (Parser *parser)
{
  const char *begin;

  g_clear_pointer (&parser->token.text, g_free);
  while (g_ascii_isspace (*parser->p))
    parser->p++;
  begin = parser->p;
  parser->token.character = parser_character (parser, begin);
  switch (*begin)
    {
    case '\0':
      parser->token.kind = TOKEN_END;
      return TRUE;
    case '(':
    case ')':
    case ',':
      parser->p++;
      parser->token.kind = *begin == '(' ? TOKEN_OPEN : *begin == ')' ? TOKEN_CLOSE : TOKEN_COMMA;
      return TRUE;
    case '"':
    case '\'':
      return parser_take_quoted (parser);
    case '=':
    case '!':
    case '<':
    case '>':
      return parser_take_operator (parser);
    default:
      while (is_word_byte (*parser->p))
        parser->p++;
      parser->token.kind = TOKEN_WORD;
      parser->token.text = g_strndup (begin, (gsize) (parser->p - begin));
      return TRUE;
    }
}

static gboolean
parser_at_word (Parser     *parser,
                const char *word)
{
  return parser->token.kind == TOKEN_WORD && g_ascii_strcasecmp (parser->token.text, word) == 0;
}

static AnalysisNode *
parser_expected (Parser     *parser,
                 const char *what)
{
  if (parser->token.kind == TOKEN_END)
    analysis_set_error_at (parser->error, ANALYSIS_ERROR_SYNTAX, parser->token.character,
                           _("it ends here, where %s was expected."), what);
  else
    analysis_set_error_at (parser->error, ANALYSIS_ERROR_SYNTAX, parser->token.character,
                           _("expected %s."), what);
  return NULL;
}

/* --- tests --- */

static AnalysisNode *
parse_missing (Parser           *parser,
               const ModelField *field)
{
  g_autoptr (AnalysisNode) node = analysis_node_new (ANALYSIS_NODE_MISSING);

  node->field = field;
  if (!parser_next (parser))
    return NULL;
  if (parser_at_word (parser, "not"))
    {
      node->negated = TRUE;
      if (!parser_next (parser))
        return NULL;
    }
  if (parser_at_word (parser, "unknown"))
    node->codes[MODEL_MISSING_UNKNOWN] = 1;
  else if (parser_at_word (parser, "missing"))
    for (guint i = MODEL_MISSING_NONE + 1; i < MODEL_N_MISSING; i++)
      node->codes[i] = 1;
  else
    return parser_expected (parser, _("“missing” or “unknown”"));
  return parser_next (parser) ? g_steal_pointer (&node) : NULL;
}

/* The value that the parser stands at, and on to the next token. */
static gboolean
parse_value (Parser       *parser,
             AnalysisNode *node,
             const char   *operator)
{
  if (parser->token.kind != TOKEN_WORD && parser->token.kind != TOKEN_QUOTED)
    {
      parser_expected (parser, _("a value"));
      return FALSE;
    }
  return analysis_expr_value_add (node, operator, parser->token.text, parser->token.character,
                                  parser->error)
         && parser_next (parser);
}

static AnalysisNode *
parse_in (Parser           *parser,
          const ModelField *field,
          gboolean          negated)
{
  g_autoptr (AnalysisNode) node = analysis_expr_value_node (field);

  node->negated = negated;
  if (!parser_next (parser))
    return NULL;
  if (parser->token.kind != TOKEN_OPEN)
    return parser_expected (parser, _("“(” and a list of values"));
  do
    if (!parser_next (parser) || !parse_value (parser, node, "="))
      return NULL;
  while (parser->token.kind == TOKEN_COMMA);
  if (parser->token.kind != TOKEN_CLOSE)
    return parser_expected (parser, _("“,” or “)”"));
  return parser_next (parser) ? g_steal_pointer (&node) : NULL;
}

static AnalysisNode *
parse_comparison (Parser           *parser,
                  const ModelField *field)
{
  g_autoptr (AnalysisNode) node = analysis_expr_value_node (field);
  g_autofree char *operator = g_steal_pointer (&parser->token.text);

  if (node->kind != ANALYSIS_NODE_RANGES && (*operator == '<' || *operator == '>'))
    {
      analysis_set_error_at (parser->error, ANALYSIS_ERROR_VALUE, parser->token.character,
                             _("“%s” has no order; compare it with =, != or in."), field->id);
      return NULL;
    }
  node->negated = strcmp (operator, "!=") == 0;
  if (!parser_next (parser) || !parse_value (parser, node, operator))
    return NULL;
  return g_steal_pointer (&node);
}

static AnalysisNode *
parse_test (Parser *parser)
{
  const ModelField *field;

  if (parser->token.kind != TOKEN_WORD && parser->token.kind != TOKEN_QUOTED)
    return parser_expected (parser, _("a field, “not” or “(”"));
  field = analysis_field_find (parser->dictionary, parser->token.text, parser->at_transfer,
                               parser->token.character, parser->error);
  if (field == NULL || !parser_next (parser))
    return NULL;
  if (!g_ptr_array_find (parser->fields, field, NULL))
    g_ptr_array_add (parser->fields, (gpointer) field);

  if (parser->token.kind == TOKEN_OPERATOR)
    return parse_comparison (parser, field);
  if (parser_at_word (parser, "is"))
    return parse_missing (parser, field);
  if (parser_at_word (parser, "in"))
    return parse_in (parser, field, FALSE);
  if (parser_at_word (parser, "not"))
    {
      if (!parser_next (parser))
        return NULL;
      if (parser_at_word (parser, "in"))
        return parse_in (parser, field, TRUE);
      return parser_expected (parser, _("“in”"));
    }
  return parser_expected (parser, _("a comparison (= != < <= > >=), “in” or “is”"));
}

/* --- the tree --- */

static AnalysisNode *parse_or (Parser *parser);

/* Not (a and b) is (not a) or (not b): what is true of a missing value stays so. */
static void
node_negate (AnalysisNode *node)
{
  for (; node != NULL; node = node->right)
    switch (node->kind)
      {
      case ANALYSIS_NODE_AND:
        node->kind = ANALYSIS_NODE_OR;
        node_negate (node->left);
        break;
      case ANALYSIS_NODE_OR:
        node->kind = ANALYSIS_NODE_AND;
        node_negate (node->left);
        break;
      case ANALYSIS_NODE_RANGES:
      case ANALYSIS_NODE_CODES:
      case ANALYSIS_NODE_TEXTS:
      case ANALYSIS_NODE_MISSING:
      default:
        node->negated = !node->negated;
        break;
      }
}

static AnalysisNode *
parse_factor (Parser *parser)
{
  g_autoptr (AnalysisNode) node = NULL;
  gboolean negated = FALSE;

  if (++parser->depth > ANALYSIS_EXPR_MAX_DEPTH)
    {
      analysis_set_error_at (parser->error, ANALYSIS_ERROR_SYNTAX, parser->token.character,
                             _("parentheses are nested more than %d deep."),
                             ANALYSIS_EXPR_MAX_DEPTH);
      return NULL;
    }
  while (parser_at_word (parser, "not"))
    {
      negated = !negated;
      if (!parser_next (parser))
        return NULL;
    }
  if (parser->token.kind == TOKEN_OPEN)
    {
      if (!parser_next (parser))
        return NULL;
      node = parse_or (parser);
      if (node == NULL)
        return NULL;
      if (parser->token.kind != TOKEN_CLOSE)
        return parser_expected (parser, _("“and”, “or” or “)”"));
      if (!parser_next (parser))
        return NULL;
    }
  else
    node = parse_test (parser);
  if (node != NULL && negated)
    node_negate (node);
  parser->depth--;
  return g_steal_pointer (&node);
}

static gboolean
is_one_range (const AnalysisNode *node)
{
  return node->kind == ANALYSIS_NODE_RANGES && !node->negated && node->ranges->len == 1;
}

/* `age >= 30 and age < 38` is one range, and one pass over the column. TRUE when `more` is in
 * `node` now. */
static gboolean
node_narrow (AnalysisNode       *node,
             const AnalysisNode *more)
{
  AnalysisRange *range;
  const AnalysisRange *other;

  if (!is_one_range (node) || !is_one_range (more) || node->field != more->field)
    return FALSE;
  range = &g_array_index (node->ranges, AnalysisRange, 0);
  other = &g_array_index (more->ranges, AnalysisRange, 0);
  range->lo = MAX (range->lo, other->lo);
  range->hi = MIN (range->hi, other->hi);
  return TRUE;
}

/* A chain `part word part word part` that hangs to the right. */
static AnalysisNode *
parse_chain (Parser          *parser,
             const char      *word,
             AnalysisNodeKind kind,
             AnalysisNode *(*parse_part) (Parser *))
{
  g_autoptr (AnalysisNode) root = parse_part (parser);
  AnalysisNode **end = &root;

  while (root != NULL && parser_at_word (parser, word))
    {
      AnalysisNode *part = parser_next (parser) ? parse_part (parser) : NULL;
      AnalysisNode *link;

      if (part == NULL)
        return NULL;
      if (kind == ANALYSIS_NODE_AND && node_narrow (*end, part))
        {
          analysis_node_free (part);
          continue;
        }
      link = analysis_node_new (kind);
      link->left = *end;
      link->right = part;
      *end = link;
      end = &link->right;
    }
  return g_steal_pointer (&root);
}

static AnalysisNode *
parse_and (Parser *parser)
{
  return parse_chain (parser, "and", ANALYSIS_NODE_AND, parse_factor);
}

static AnalysisNode *
parse_or (Parser *parser)
{
  return parse_chain (parser, "or", ANALYSIS_NODE_OR, parse_and);
}

static gboolean
check_text (const char *text,
            GError    **error)
{
  const char *bad;

  if (strlen (text) > ANALYSIS_EXPR_MAX_LENGTH)
    {
      analysis_set_error_at (error, ANALYSIS_ERROR_SYNTAX, ANALYSIS_EXPR_MAX_LENGTH,
                             _("the expression is longer than %d bytes."),
                             ANALYSIS_EXPR_MAX_LENGTH);
      return FALSE;
    }
  if (!g_utf8_validate (text, -1, &bad))
    {
      analysis_set_error_at (error, ANALYSIS_ERROR_SYNTAX,
                             (guint) g_utf8_strlen (text, bad - text) + 1,
                             _("this isn't text in UTF-8."));
      return FALSE;
    }
  return TRUE;
}

AnalysisExpr *
analysis_expr_parse (const char      *text,
                     ModelDictionary *dictionary,
                     gboolean         at_transfer,
                     GError         **error)
{
  Parser parser = { dictionary, at_transfer, text, text, { TOKEN_END, 1, NULL }, 0, NULL, error };
  g_autoptr (AnalysisNode) root = NULL;
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  AnalysisExpr *self;

  g_return_val_if_fail (text != NULL && dictionary != NULL, NULL);

  if (!check_text (text, error))
    return NULL;
  parser.fields = fields;
  if (parser_next (&parser))
    root = parse_or (&parser);
  if (root != NULL && parser.token.kind != TOKEN_END)
    {
      parser_expected (&parser, _("“and”, “or” or the end"));
      g_clear_pointer (&root, analysis_node_free);
    }
  g_free (parser.token.text);
  if (root == NULL)
    return NULL;

  self = g_new0 (AnalysisExpr, 1);
  g_atomic_ref_count_init (&self->refs);
  self->dictionary = model_dictionary_ref (dictionary);
  self->root = g_steal_pointer (&root);
  self->fields = g_steal_pointer (&fields);
  return self;
}
