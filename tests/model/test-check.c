/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each rule of the check: a change of one good record that breaks it, and one that just doesn't. */
#include "maker.h"

#define H MODEL_ISSUE_HARD
#define S MODEL_ISSUE_SOFT

typedef struct
{
  ModelTable  table;
  gint64      key;
  const char *id;
  const char *value; /* NULL: not asked */
} Cell;

typedef struct
{
  const char    *rule;
  ModelIssueKind kind;
  Cell           cells[4]; /* set in this order, ending with id NULL */
  int            n;        /* issues of that rule that come; 0: the record stays good */
  ModelTable     table;    /* of the issue */
  const char    *field;    /* NULL: of the row */
} Case;

/* Tables by a letter or two, to keep a case on a line. */
#define P MODEL_TABLE_PATIENT
#define PA MODEL_TABLE_PARTNER
#define PR MODEL_TABLE_PREGNANCY
#define I MODEL_TABLE_INVESTIGATION
#define C MODEL_TABLE_CYCLE
#define T MODEL_TABLE_TRANSFER
#define E MODEL_TABLE_EMBRYO
#define IN MODEL_TABLE_INFUSION
#define M MODEL_TABLE_MEDICATION
#define A MODEL_TABLE_ADVERSE_EVENT
#define O MODEL_TABLE_TRANSFER_OUTCOME
#define CH MODEL_TABLE_CHILD
#define F MODEL_TABLE_FOLLOWUP
#define CO MODEL_TABLE_CONSENT

/* clang-format off */
static const Case cases[] = {
  /* A cell against its field. */
  { "required", H, { { P, 1, "code", NULL } }, 1, P, "code" },
  { "required", H, { { M, 1, "drug", "other" } }, 1, M, "other_drug" },
  { "required", H, { { M, 1, "drug", "other" }, { M, 1, "other_drug", "Something" } }, 0 },
  { "required", H, { { I, 1, "subject", "partner" } }, 1, I, "partner" },
  { "required", H, { { I, 1, "subject", "partner" }, { I, 1, "partner", "1" } }, 0 },
  { "required", H, { { CO, 1, "decision", "withdrawn" } }, 1, CO, "withdrawn_date" },
  { "required", H, { { P, 1, "smoking", NULL } }, 0 },
  { "type", H, { { P, 1, "weight_kg", "heavy" } }, 1, P, "weight_kg" },
  { "type", H, { { T, 1, "date", "2010-02-30" } }, 1, T, "date" },
  { "type", H, { { P, 1, "birth_month", "1974-05-02" } }, 1, P, "birth_month" },
  { "type", H, { { I, 1, "value", "high" } }, 1, I, "value" },
  { "range", H, { { P, 1, "weight_kg", "29" } }, 1, P, "weight_kg" },
  { "range", H, { { I, 1, "value", "501" } }, 1, I, "value" },
  /* another unit, another range */
  { "range", H, { { I, 1, "value", "501" }, { I, 1, "unit", "mU/mL" } },
    0 },
  { "code", H, { { P, 1, "smoking", "often" } }, 1, P, "smoking" },
  { "code", H, { { I, 1, "test", "kir" }, { I, 1, "value", "ac" } }, 1, I, "value" },
  { "code", H, { { I, 1, "test", "kir" }, { I, 1, "value", "ab" } }, 0 },
  { "missing-kind", H, { { P, 1, "smoking", "pending" } }, 1, P, "smoking" },
  { "missing-kind", H, { { P, 1, "code", "?" } }, 1, P, "code" },
  { "missing-kind", H, { { P, 1, "smoking", "?" } }, 0 },
  { "notation", H, { { P, 1, "weight_kg", "62.50" } }, 1, P, "weight_kg" },
  { "notation", H, { { P, 1, "infertility_causes", "pcos tubal" } }, 1, P, "infertility_causes" },
  { "text", H, { { P, 1, "note", "a\x01" } }, 1, P, "note" },
  { "national-id", H, { { T, 2, "note", "partner 010203-1234" } }, 1, T, "note" },
  { "national-id", H, { { T, 2, "note", "partner seen 2010-02-03" } }, 0 },
  /* The future, and before birth. */
  { "future", H, { { F, 1, "date", "2013-01-01" } }, 1, F, "date" },
  { "future", H, { { F, 1, "date", "2012-12-31" } }, 0 },
  { "future", H, { { F, 1, "date", "2012" } }, 0 }, /* may be before today */
  { "future", H, { { F, 1, "date", "2013" } }, 1, F, "date" },
  { "future", H, { { F, 1, "next_contact_date", "2013-06-01" } }, 0 },
  { "future", H, { { T, 2, "date", "2013-01-01" }, { O, 2, "outcome_date", NULL } }, 1, T, "date" },
  { "future", H, { { IN, 1, "started_at", "2013-01-01T10:00" }, { IN, 1, "ended_at", NULL } },
    1, IN, "started_at" },
  { "future", H,
    { { IN, 1, "started_at", "2013-01-01T10:00" }, { IN, 1, "ended_at", NULL },
      { IN, 1, "status", "planned" } },
    0 },
  { "future", H, { { PA, 1, "birth_year", "2013" } }, 1, PA, "birth_year" },
  { "before-birth", H, { { PR, 1, "end_date", "1974-04" } }, 1, PR, "end_date" },
  { "before-birth", H, { { PR, 1, "end_date", "1974" } }, 0 },
  { "before-birth", H, { { P, 1, "referral_date", "1973" } }, 1, P, "referral_date" },
  /* (required is another rule) */
  { "before-birth", H, { { P, 1, "referral_date", "1973" }, { P, 1, "birth_month", NULL } },
    0 },
  /* What a row refers to. */
  { "reference", H, { { PR, 1, "partner", "2" } }, 1, PR, "partner" },
  { "reference", H, { { A, 1, "infusion", "9" } }, 1, A, "infusion" },
  { "reference", H, { { A, 1, "infusion", "?" } }, 0 },
  /* Transfers. */
  { "transfer-before-retrieval", H,
    { { C, 1, "retrieval_date", "2010-03-10" }, { E, 1, "source_cycle", NULL } },
    1, T, "date" },
  { "transfer-before-retrieval", H, { { C, 1, "retrieval_date", "2010-03-09" } }, 0 },
  { "transfer-before-retrieval", H, { { C, 1, "retrieval_date", "2010-04" } }, 1, T, "date" },
  { "transfer-before-retrieval", H, { { C, 1, "retrieval_date", "2010-03" } }, 0 },
  { "transfer-before-retrieval", H,
    { { E, 1, "source_cycle", "2" }, { C, 2, "retrieval_date", "2010-05-01" } },
    1, T, "date" },
  { "more-embryos-than-exist", H, { { C, 1, "embryos_created", "1" } },
    1, T, "embryos_transferred" },
  { "more-embryos-than-exist", H, { { C, 1, "embryos_created", "2" } }, 0 },
  { "more-embryos-than-exist", H, { { C, 2, "embryos_thawed", "0" } },
    1, T, "embryos_transferred" },
  { "more-embryos-than-exist", H, { { C, 1, "embryos_created", "?" } }, 0 },
  { "more-than-two-embryos", S, { { T, 1, "embryos_transferred", "3" } },
    1, T, "embryos_transferred" },
  { "more-than-two-embryos", S, { { T, 1, "embryos_transferred", "2" } }, 0 },
  { "age-at-transfer", S, { { P, 1, "birth_month", "1960-02" } }, 2, T, "date" },
  /* 49.9 years at the second */
  { "age-at-transfer", S, { { P, 1, "birth_month", "1960-07" } },
    0 },
  /* 17.8 at the first, 18.1 at the second */
  { "age-at-transfer", S, { { P, 1, "birth_month", "1992-05" } },
    1, T, "date" },
  { "transfers-close", S, { { T, 2, "date", "2010-03-22" }, { O, 2, "gestation_days", NULL } },
    1, T, "date" },
  { "transfers-close", S, { { T, 2, "date", "2010-03-23" }, { O, 2, "gestation_days", NULL } }, 0 },
  { "transfer-after-live-birth", S, { { O, 1, "outcome", "live_birth" } }, 1, T, "date" },
  { "transfer-after-live-birth", S, { { O, 1, "outcome", "miscarriage" } }, 0 },
  /* Outcomes. */
  { "outcome-before-transfer", H, { { O, 1, "outcome_date", "2010-03-08" } },
    1, O, "outcome_date" },
  { "outcome-before-transfer", H, { { O, 1, "outcome_date", "2010-03-09" } }, 0 },
  { "outcome-before-transfer", H, { { O, 1, "hcg_date", "2010-02" } }, 1, O, "hcg_date" },
  { "outcome-before-transfer", H, { { O, 1, "hcg_date", "2010-03" } }, 0 },
  { "delivery-gestation", H, { { O, 2, "gestation_days", "139" } }, 1, O, "gestation_days" },
  { "delivery-gestation", H,
    { { PR, 1, "outcome", "stillbirth" }, { PR, 1, "gestation_days", "139" } },
    1, PR, "gestation_days" },
  { "delivery-gestation", H,
    { { PR, 1, "outcome", "live_birth" }, { PR, 1, "gestation_days", "140" },
      { PR, 1, "loss_karyotype", NULL } },
    0 },
  { "gestation-differs", S, { { O, 2, "gestation_days", "271" } }, 1, O, "gestation_days" },
  { "gestation-differs", S, { { O, 2, "gestation_days", "272" } }, 0 },
  { "gestation-differs", S, { { O, 2, "gestation_days", "282" } }, 0 },
  { "gestation-differs", S, { { O, 2, "gestation_days", "283" } }, 1, O, "gestation_days" },
  { "gestation-differs", S,
    { { O, 2, "gestation_days", "260" }, { O, 2, "outcome_date", "2011-03" } },
    0 },
  { "child-without-delivery", H,
    { { O, 2, "outcome", "miscarriage" }, { O, 2, "gestation_days", "150" } },
    1, CH, NULL },
  { "child-without-delivery", H, { { O, 2, "outcome", "?" } }, 1, CH, NULL },
  { "ending-differs", S, { { PR, 1, "gestation_days", "154" } }, 1, PR, "outcome" },
  { "ending-differs", S, { { PR, 1, "gestation_days", "153" } }, 0 },
  { "ending-differs", S, { { PR, 1, "outcome", "stillbirth" }, { PR, 1, "gestation_days", "153" } },
    1, PR, "outcome" },
  { "ending-differs", S, { { PR, 1, "outcome", "stillbirth" }, { PR, 1, "gestation_days", "154" } },
    0 },
  { "ending-differs", S, { { CH, 1, "born_alive", "false" } }, 1, O, "outcome" },
  { "ending-differs", S, { { O, 2, "outcome", "stillbirth" } }, 1, O, "outcome" },
  { "ending-differs", S, { { O, 2, "outcome", "stillbirth" }, { CH, 1, "born_alive", "false" } },
    0 },
  { "no-ending", S,
    { { O, 1, "outcome", "pending" }, { O, 1, "hcg_value", "50" }, { O, 1, "hcg2_value", "120" } },
    1, O, "outcome" },
  { "no-ending", S,
    { { O, 1, "outcome", "pending" }, { O, 1, "hcg_value", "50" }, { O, 1, "hcg2_value", "20" } },
    0 },
  { "no-ending", S, { { O, 1, "hcg_value", "50" }, { O, 1, "hcg2_value", "120" } }, 0 },
  { "karyotype-without-loss", S, { { O, 2, "loss_karyotype", "trisomy" } },
    1, O, "loss_karyotype" },
  { "karyotype-without-loss", S, { { O, 2, "loss_karyotype", "not_done" } }, 0 },
  { "karyotype-without-loss", S, { { PR, 1, "outcome", "?" } }, 1, PR, "loss_karyotype" },
  { "child-weight", S, { { CH, 1, "weight_g", "6001" } }, 1, CH, "weight_g" },
  { "child-weight", S, { { CH, 1, "weight_g", "299" } }, 1, CH, "weight_g" },
  /* At 277 days girls weigh 3447 g with an SD of 414 g: 3 SD are 2206 to 4688 g (Marsal 1996). */
  { "child-weight-for-week", S, { { CH, 1, "weight_g", "4690" } }, 1, CH, "weight_g" },
  { "child-weight-for-week", S, { { CH, 1, "weight_g", "4685" } }, 0 },
  { "child-weight-for-week", S, { { CH, 1, "weight_g", "2203" } }, 1, CH, "weight_g" },
  { "child-weight-for-week", S, { { CH, 1, "weight_g", "2208" } }, 0 },
  { "child-weight-for-week", S, { { CH, 1, "weight_g", "4690" }, { O, 2, "gestation_days", "?" } },
    0 },
  /* Treatment. */
  { "infusion-dose", S, { { IN, 1, "dose_g", "63" } }, 1, IN, "dose_g" },
  { "infusion-dose", S, { { IN, 1, "dose_g", "62.5" } }, 0 },
  { "infusion-dose", S, { { IN, 1, "dose_g", "12.4" } }, 1, IN, "dose_g" },
  { "infusion-dose", S, { { IN, 1, "dose_g", "12.5" } }, 0 },
  { "infusion-dose", S, { { IN, 1, "dose_g", "63" }, { IN, 1, "agent", "placebo" } }, 0 },
  { "prednisone-dose", S, { { M, 1, "dose_per_day", "60.5" } }, 1, M, "dose_per_day" },
  { "prednisone-dose", S, { { M, 1, "dose_per_day", "60" } }, 0 },
  { "prednisone-dose", S, { { M, 1, "drug", "dexamethasone" }, { M, 1, "dose_per_day", "9" } },
    1, M, "dose_per_day" },
  { "prednisone-dose", S,
    { { M, 1, "drug", "methylprednisolone" }, { M, 1, "dose_per_day", "48" } },
    0 },
  { "prednisone-dose", S, { { M, 1, "dose_unit", "ug" }, { M, 1, "dose_per_day", "5000" } }, 0 },
  { "prednisone-dose", S, { { M, 1, "dose_unit", "g" }, { M, 1, "dose_per_day", "1" } },
    1, M, "dose_per_day" },
  { "prednisone-dose", S, { { M, 1, "drug", "aspirin" }, { M, 1, "dose_per_day", "75" } }, 0 },
  { "ends-before-start", S, { { IN, 1, "ended_at", "2010-03-05T08:59" } }, 1, IN, "ended_at" },
  { "ends-before-start", S, { { IN, 1, "ended_at", "2010-03-05" } }, 0 },
  { "ends-before-start", S, { { M, 1, "stop_date", "2010-03-08" } }, 1, M, "stop_date" },
  { "ends-before-start", S, { { M, 1, "stop_date", "2010-03" } }, 0 },
  /* Codes, numbers, stops. */
  { "code-not-unique", H, { { PA, 1, "code", "P7" } }, 1, PA, "code" },
  { "code-not-unique", H, { { PA, 1, "code", "P8" } }, 0 },
  { "number-not-unique", S, { { E, 2, "position", "1" } }, 1, E, "position" },
  { "number-not-unique", S, { { T, 2, "order_in_cycle", "2" } }, 0 },
  { "discontinued-without-date", H, { { F, 1, "status", "discontinued" }, { F, 1, "date", NULL } },
    1, F, "date" },
  { "discontinued-without-date", H,
    { { F, 1, "status", "discontinued" }, { F, 1, "date", "2011" } },
    0 },
  { "soft-range", S, { { P, 1, "weight_kg", "145" } }, 1, P, "weight_kg" },
  { "soft-range", S, { { P, 1, "weight_kg", "140" } }, 0 },
  { "soft-range", S, { { I, 1, "value", "12" } }, 1, I, "value" },
  { "soft-range", S, { { PR, 1, "gestation_days", "22" } }, 1, PR, "gestation_days" },
};
/* clang-format on */

static void
print_issues (GPtrArray *issues)
{
  for (guint i = 0; i < issues->len; i++)
    {
      const ModelIssue *issue = issues->pdata[i];
      g_test_message ("  %s %s.%s: %s", issue->rule, model_table_id (issue->table),
                      issue->field != NULL ? issue->field->id : "*", issue->message);
    }
}

static void
check_case (ModelDictionary *d,
            const Case      *c,
            guint            i)
{
  g_autoptr (ModelRecord) r = make_record (d);
  g_autoptr (GPtrArray) issues = NULL;
  int n = 0;

  for (guint j = 0; j < G_N_ELEMENTS (c->cells) && c->cells[j].id != NULL; j++)
    set (d, model_record_find (r, c->cells[j].table, c->cells[j].key), c->cells[j].id,
         c->cells[j].value);
  issues = model_record_check (d, r, cut_day ());
  g_test_message ("%u: %s with %s = %s", i, c->rule, c->cells[0].id, c->cells[0].value);
  print_issues (issues);
  for (guint j = 0; j < issues->len; j++)
    {
      const ModelIssue *issue = issues->pdata[j];
      if (strcmp (issue->rule, c->rule) != 0)
        continue;
      n++;
      g_assert_cmpint (issue->kind, ==, c->kind);
      g_assert_cmpint (issue->table, ==, c->table);
      g_assert_cmpstr (issue->field != NULL ? issue->field->id : NULL, ==, c->field);
      g_assert_true (g_str_has_suffix (issue->message, "."));
    }
  g_assert_cmpint (n, ==, c->n);
}

static void
test_rules (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (d, &cases[i], i);
}

/* Each rule that has a case that breaks it has one that doesn't, the plain ones by the good record.
 */
static void
test_every_rule (void)
{
  static const char *const rules[] = {
    "required",
    "type",
    "range",
    "code",
    "missing-kind",
    "text",
    "notation",
    "national-id",
    "future",
    "before-birth",
    "reference",
    "transfer-before-retrieval",
    "outcome-before-transfer",
    "delivery-gestation",
    "more-embryos-than-exist",
    "child-without-delivery",
    "code-not-unique",
    "discontinued-without-date",
    "soft-range",
    "more-than-two-embryos",
    "child-weight",
    "age-at-transfer",
    "gestation-differs",
    "transfers-close",
    "infusion-dose",
    "prednisone-dose",
    "transfer-after-live-birth",
    "no-ending",
    "karyotype-without-loss",
    "child-weight-for-week",
    "ending-differs",
    "ends-before-start",
    "number-not-unique",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      gboolean trips = FALSE;
      for (guint j = 0; j < G_N_ELEMENTS (cases); j++)
        trips |= cases[j].n > 0 && strcmp (cases[j].rule, rules[i]) == 0;
      if (!trips)
        g_error ("no case trips %s", rules[i]);
    }
}

static void
test_good (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);
  g_autoptr (GPtrArray) issues = model_record_check (d, r, cut_day ());

  print_issues (issues);
  g_assert_cmpuint (issues->len, ==, 0);
}

static guint
count (GPtrArray  *issues,
       const char *rule)
{
  guint n = 0;

  for (guint i = 0; i < issues->len; i++)
    n += strcmp (((const ModelIssue *) issues->pdata[i])->rule, rule) == 0;
  return n;
}

/* Several things wrong are all told, each at its field. */
static void
test_several (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);

  set (d, model_record_find (r, P, 1), "weight_kg", "heavy");
  set (d, model_record_find (r, P, 1), "height_cm", "1680");
  set (d, model_record_find (r, T, 1), "date", "2014-01-01");
  set (d, model_record_find (r, O, 2), "gestation_days", "130");
  set (d, model_record_find (r, IN, 1), "dose_g", "150");
  g_autoptr (GPtrArray) issues = model_record_check (d, r, cut_day ());
  g_assert_cmpuint (count (issues, "type"), ==, 1);
  g_assert_cmpuint (count (issues, "range"), ==, 1);
  g_assert_cmpuint (count (issues, "future"), ==, 1);
  g_assert_cmpuint (count (issues, "delivery-gestation"), ==, 1);
  g_assert_cmpuint (count (issues, "infusion-dose"), ==, 1);
  g_assert_cmpuint (count (issues, "outcome-before-transfer"), ==,
                    2); /* hCG and ending of the first */
}

static void
test_limit (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);

  set (d, model_record_find (r, PR, 1), "gestation_days", "145");
  g_autoptr (GPtrArray) icmart = model_record_check_by (d, r, cut_day (), 154);
  g_autoptr (GPtrArray) core = model_record_check_by (d, r, cut_day (), 140);
  g_assert_cmpuint (count (icmart, "ending-differs"), ==, 0);
  g_assert_cmpuint (count (core, "ending-differs"), ==, 1);
}

/* Planned transfers may lie ahead, and so may the one that was then called off. */
static void
test_planned (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);
  ModelRow *row = put (d, r, T, 3, 2, "status", "planned", "date", "2013-02-01", "order_in_cycle",
                       "2", "kind", "frozen", NULL);

  g_autoptr (GPtrArray) planned = model_record_check (d, r, cut_day ());
  g_assert_cmpuint (planned->len, ==, 0);
  set (d, row, "status", "cancelled");
  g_autoptr (GPtrArray) cancelled = model_record_check (d, r, cut_day ());
  g_assert_cmpuint (cancelled->len, ==, 0);
  set (d, row, "status", "performed");
  g_autoptr (GPtrArray) performed = model_record_check (d, r, cut_day ());
  g_assert_cmpuint (count (performed, "future"), ==, 1);
}

static void
test_second_partner (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);
  ModelRow *row = put (d, r, PA, 2, 0, "code", "P7-M", "kind", "male", NULL);

  g_autoptr (GPtrArray) alike = model_record_check (d, r, cut_day ());
  g_assert_cmpuint (count (alike, "code-not-unique"), ==, 1);
  set (d, row, "code", "P7-N");
  g_autoptr (GPtrArray) other = model_record_check (d, r, cut_day ());
  g_assert_cmpuint (other->len, ==, 0);
}

/* Two transfers out of one cycle share its embryos. */
static void
test_shared_embryos (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);
  ModelRow *row = put (d, r, T, 3, 2, "status", "performed", "date", "2012-02-01", "order_in_cycle",
                       "2", "kind", "frozen", "embryos_transferred", "1", NULL);

  set (d, model_record_find (r, O, 2), "outcome", "stillbirth");
  set (d, model_record_find (r, CH, 1), "born_alive", "false");
  g_autoptr (GPtrArray) two = model_record_check (d, r, cut_day ());
  g_assert_cmpuint (two->len, ==, 0);
  set (d, row, "embryos_transferred", "2");
  g_autoptr (GPtrArray) three = model_record_check (d, r, cut_day ());
  g_assert_cmpuint (three->len, ==, 1);
  g_assert_cmpint (((const ModelIssue *) three->pdata[0])->key, ==, 3);
  set (d, row, "status", "cancelled");
  g_autoptr (GPtrArray) cancelled = model_record_check (d, r, cut_day ());
  g_assert_cmpuint (cancelled->len, ==, 0);
  /* The other way round: what was called off before used up none. */
  set (d, row, "status", "performed");
  set (d, model_record_find (r, T, 2), "status", "cancelled");
  g_autoptr (GPtrArray) first = model_record_check (d, r, cut_day ());
  g_assert_cmpuint (count (first, "more-embryos-than-exist"), ==, 0);
}

/* In the middle of a year, whose later half is the future. */
static void
test_mid_year (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);
  gint32 today = base_day_from_ymd (2012, 6, 15);
  static const struct { const char *date; guint n;
  } dates[] = {
    { "2012-06-15", 0 }, { "2012-06-16", 1 }, { "2012-06", 0 },    { "2012-07", 1 },
    { "2012", 0 },       { "2013", 1 },       { "2011-12-31", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      set (d, model_record_find (r, F, 1), "date", dates[i].date);
      g_autoptr (GPtrArray) issues = model_record_check (d, r, today);
      g_assert_cmpuint (count (issues, "future"), ==, dates[i].n);
    }
}

static void
test_no_parent (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);

  put (d, r, E, 3, 9, "position", "1", NULL);
  g_autoptr (GPtrArray) issues = model_record_check (d, r, cut_day ());
  g_assert_cmpuint (issues->len, ==, 1);
  g_assert_cmpuint (count (issues, "parent"), ==, 1);
}

static void
test_identity (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);
  ModelRow *row = put (d, r, MODEL_TABLE_IDENTITY, 1, 0, "family_name", "Hansen", "birth_date",
                       "1974-05-31", "national_id", "310574-1234", NULL);

  g_autoptr (GPtrArray) same = model_record_check (d, r, cut_day ());
  g_assert_cmpuint (same->len, ==, 0);
  set (d, row, "birth_date", "1974-06-01");
  g_autoptr (GPtrArray) other = model_record_check (d, r, cut_day ());
  g_assert_cmpuint (count (other, "birth-month-differs"), ==, 1);
  g_assert_cmpint (((const ModelIssue *) other->pdata[0])->kind, ==, S);
}

static void
test_archived (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);
  ModelRow *row = put (d, r, F, 2, 0, "status", "discontinued", NULL);

  row->archived = 5;
  g_autoptr (GPtrArray) issues = model_record_check (d, r, cut_day ());
  g_assert_cmpuint (issues->len, ==, 0);
}

static void
test_many_transfers (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);

  for (int i = 0; i < 40; i++)
    {
      g_autofree char *date = base_day_to_iso (base_day_from_ymd (2012, 10, 1) - 14 * i);
      put (d, r, T, 10 + i, 1, "status", "performed", "date", date, "order_in_cycle", "9", "kind",
           "fresh", NULL);
    }
  g_autoptr (GPtrArray) issues = model_record_check (d, r, cut_day ());
  /* In order of date, not of entry: they are two weeks apart; the first follows the live birth's.
   */
  g_assert_cmpuint (count (issues, "transfers-close"), ==, 0);
  g_assert_cmpuint (count (issues, "transfer-after-live-birth"), ==, 1);
}

/* A row by itself: nothing is asked of a record, and no day is the future without a today. */
static void
test_row_alone (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);
  g_autoptr (GPtrArray) issues = g_ptr_array_new_with_free_func ((GDestroyNotify) model_issue_free);

  for (guint table = 0; table < MODEL_N_TABLES; table++)
    for (guint i = 0; i < r->rows[table]->len; i++)
      model_row_check (d, r->rows[table]->pdata[i], cut_day (), issues);
  g_assert_cmpuint (issues->len, ==, 0);
  set (d, model_record_find (r, PR, 1), "partner", "99");
  model_row_check (d, model_record_find (r, PR, 1), cut_day (), issues);
  g_assert_cmpuint (issues->len, ==, 0);
  set (d, model_record_find (r, F, 1), "date", "2999");
  model_row_check (d, model_record_find (r, F, 1), BASE_DAY_NONE, issues);
  g_assert_cmpuint (issues->len, ==, 0);
  model_row_check (d, model_record_find (r, F, 1), cut_day (), issues);
  g_assert_cmpuint (issues->len, ==, 1);
}

/* No message shows what was found. */
static void
test_no_value_in_message (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();

  for (guint table = 0; table < MODEL_N_TABLES; table++)
    for (guint i = 0; i < model_dictionary_n_stored (d, table); i++)
      {
        const ModelField *field = model_dictionary_stored (d, table, i);
        g_autoptr (ModelRow) row = model_row_new (d, table);
        g_autoptr (GPtrArray) issues =
            g_ptr_array_new_with_free_func ((GDestroyNotify) model_issue_free);
        model_row_set (row, field, "Xyzzy 010203-1234\x01");
        model_row_check (d, row, cut_day (), issues);
        for (guint j = 0; j < issues->len; j++)
          {
            const ModelIssue *issue = issues->pdata[j];
            g_assert_null (strstr (issue->message, "Xyzzy"));
            g_assert_null (strstr (issue->message, "010203"));
          }
        g_assert_cmpuint (issues->len, >, 0);
      }
}

/* Of the time: 30 rows a patient, half a million patients. Only that it isn't lost sight of. */
static void
test_speed (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);
  gint64 start = g_get_monotonic_time ();
  const int n = 20000;

  for (int i = 0; i < n; i++)
    {
      g_autoptr (GPtrArray) issues = model_record_check (d, r, 15705);
      g_assert_cmpuint (issues->len, ==, 0);
    }
  g_test_message ("%.2f us per record of 19 rows", (g_get_monotonic_time () - start) / (double) n);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/check/good", test_good);
  g_test_add_func ("/model/check/rules", test_rules);
  g_test_add_func ("/model/check/every-rule", test_every_rule);
  g_test_add_func ("/model/check/several", test_several);
  g_test_add_func ("/model/check/limit", test_limit);
  g_test_add_func ("/model/check/planned", test_planned);
  g_test_add_func ("/model/check/second-partner", test_second_partner);
  g_test_add_func ("/model/check/shared-embryos", test_shared_embryos);
  g_test_add_func ("/model/check/mid-year", test_mid_year);
  g_test_add_func ("/model/check/no-parent", test_no_parent);
  g_test_add_func ("/model/check/identity", test_identity);
  g_test_add_func ("/model/check/archived", test_archived);
  g_test_add_func ("/model/check/many-transfers", test_many_transfers);
  g_test_add_func ("/model/check/row-alone", test_row_alone);
  g_test_add_func ("/model/check/no-value-in-message", test_no_value_in_message);
  g_test_add_func ("/model/check/speed", test_speed);
  return g_test_run ();
}
