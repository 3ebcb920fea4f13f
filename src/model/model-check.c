/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one validator: what a record must and should hold. Serves form, import and `check`.
 *
 * Hard, can't be saved:
 *   required, type, range, code, missing-kind, text, notation    a cell against its field
 *   national-id                a personal number outside identity
 *   future                     a date that lies ahead (planned transfers and infusions and the next
 *                              contact excepted: ModelField.ahead_if)
 *   before-birth               a date before she was born
 *   reference, parent          a row that isn't there
 *   transfer-before-retrieval  of its own cycle, or of the cycle an embryo came from
 *   outcome-before-transfer    any date of the outcome
 *   delivery-gestation         live birth or stillbirth under 20+0 or over 45+0 weeks
 *   more-embryos-than-exist    more transferred from a cycle than it made or thawed
 *   child-without-delivery     a child, where the ending is neither live birth nor stillbirth
 * code-not-unique            two partners, or partner and patient, of one code; that patients have
 *                              codes of their own is the register's to see to
 *   discontinued-without-date  a stop without its day
 *
 * Soft, kept with a reason:
 *   soft-range                 outside what is usual for the field
 *   more-than-two-embryos, child-weight (300-6000 g)             soft ranges of their own
 *   age-at-transfer            under 18 or over 50
 *   gestation-differs          at delivery by more than 5 days from what the dates say
 *   transfers-close            within 14 days of the one before
 *   infusion-dose              over 1 or under 0.2 g/kg of immunoglobulin
 *   prednisone-dose            over 60 mg of prednisone or its equivalent per day, in one row
 *   transfer-after-live-birth  the transfer before led to a live birth: this begins a new series
 *   no-ending                  rising hCG, and no ending after 301 days
 *   karyotype-without-loss     a result for a loss that isn't one
 *   child-weight-for-week      over 3 standard deviations from the expected weight
 *   ending-differs             the word typed differs from what gestation and children say
 *   ends-before-start          of an infusion, a dose, a consent
 *   number-not-unique          two pregnancies, embryos, children or transfers of one number
 *   birth-month-differs        identity has another month than the patient's row
 *
 * A partial date breaks a rule only where every day it may be does. */
#include "model-check-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "model-value.h"

#define GESTATION_TOLERANCE_DAYS 5
#define CLOSE_DAYS 14
#define MATURE_DAYS 301

/* ---- small reading ------------------------------------------------------------------------- */

void
model_issue_free (ModelIssue *self)
{
  if (self == NULL)
    return;
  g_free (self->message);
  g_free (self);
}

void
model_check_init (ModelCheck        *self,
                  ModelDictionary   *dictionary,
                  const ModelRecord *record,
                  gint32             today,
                  GPtrArray         *issues)
{
  *self =
      (ModelCheck){ .dictionary = dictionary, .record = record, .today = today, .issues = issues };
  self->limit_days = MODEL_GESTATION_LIMIT_DAYS;
  self->birth_first = self->birth_last = BASE_DAY_NONE;
  self->today_year = today != BASE_DAY_NONE ? base_date_from_day (today).year : G_MAXINT;
}

void
model_check_add (ModelCheck       *self,
                 ModelIssueKind    kind,
                 const ModelRow   *row,
                 const ModelField *field,
                 const char       *rule,
                 char             *message)
{
  ModelIssue *issue = g_new (ModelIssue, 1);

  *issue = (ModelIssue) { kind, row->table, row->key, field, rule, message };
  g_ptr_array_add (self->issues, issue);
}

const ModelField *
model_check_field (const ModelCheck *self,
                   ModelTable        table,
                   const char       *id)
{
  return model_dictionary_find (self->dictionary, table, id);
}

const char *
model_check_value (const ModelCheck *self,
                   const ModelRow   *row,
                   const char       *id)
{
  const char *value =
      row != NULL ? row->values[model_check_field (self, row->table, id)->column] : NULL;

  return model_value_missing (value) == MODEL_MISSING_NONE ? value : NULL;
}

gboolean
model_check_number (const ModelCheck *self,
                    const ModelRow   *row,
                    const char       *id,
                    double           *out_number)
{
  const char *value = model_check_value (self, row, id);

  return value != NULL && model_value_number (value, out_number);
}

BaseDate
model_check_date (const ModelCheck *self,
                  const ModelRow   *row,
                  const char       *id)
{
  return model_value_date (model_check_value (self, row, id));
}

gboolean
model_check_is (const ModelCheck *self,
                const ModelRow   *row,
                const char       *id,
                const char       *code)
{
  const char *value = model_check_value (self, row, id);

  return value != NULL && strcmp (value, code) == 0;
}

/* Mean weight of boys and girls in grams at t days of gestation: Marsal K et al., Intrauterine
 * growth curves based on ultrasonically estimated foetal weights, Acta Paediatr 1996;85:843-8. */
double
model_check_expected_weight (int         gestation_days,
                             const char *sex)
{
  double t = gestation_days;
  double boy =
      (((-1.907345e-6 * t + 1.140644e-3) * t - 1.336265e-1) * t + 1.976961) * t + 2.410053e2;
  double girl =
      (((-2.761948e-6 * t + 1.744841e-3) * t - 2.893626e-1) * t + 18.91197) * t - 4.135122e2;

  if (gestation_days < 168 || gestation_days > 301)
    return NAN;
  if (sex != NULL && strcmp (sex, "male") == 0)
    return boy;
  if (sex != NULL && strcmp (sex, "female") == 0)
    return girl;
  return (boy + girl) / 2;
}

/* ---- transfers ----------------------------------------------------------------------------- */

typedef struct
{
  const ModelRow *row, *cycle, *outcome;
  BaseDate date;
  gint32 first, last; /* BASE_DAY_NONE: undated */
  gboolean performed;
  const char *ending; /* NULL: none */
} TransferFacts;

static const ModelRow *
find_row (const ModelRecord *record,
          ModelTable         table,
          gint64             key)
{
  const ModelRow *row = model_record_find (record, table, key);

  return row != NULL && row->archived == 0 ? row : NULL;
}

/* By last day, undated last; stable, so equal days stay in the record's order. */
static void
sort_facts (TransferFacts *facts,
            guint          n)
{
  for (guint i = 1; i < n; i++)
    {
      TransferFacts moved = facts[i];
      guint j = i;
      for (; j > 0 && moved.last != BASE_DAY_NONE
             && (facts[j - 1].last == BASE_DAY_NONE || facts[j - 1].last > moved.last);
           j--)
        facts[j] = facts[j - 1];
      facts[j] = moved;
    }
}

static guint
collect_facts (ModelCheck    *self,
               TransferFacts *facts)
{
  const GPtrArray *rows = self->record->rows[MODEL_TABLE_TRANSFER];
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const ModelRow *row = rows->pdata[i];
      TransferFacts *fact = &facts[n];
      if (row->archived != 0)
        continue;
      fact->row = row;
      fact->cycle = find_row (self->record, MODEL_TABLE_CYCLE, row->parent);
      fact->outcome = find_row (self->record, MODEL_TABLE_TRANSFER_OUTCOME, row->key);
      fact->date = model_check_date (self, row, "date");
      fact->first = base_date_first_day (fact->date);
      fact->last = base_date_last_day (fact->date);
      fact->performed = model_check_is (self, row, "status", "performed");
      fact->ending = model_check_value (self, fact->outcome, "outcome");
      n++;
    }
  sort_facts (facts, n);
  return n;
}

static void
check_age (ModelCheck          *self,
           const TransferFacts *fact)
{
  double age;

  if (self->birth_last == BASE_DAY_NONE || fact->last == BASE_DAY_NONE)
    return;
  age = (fact->last - self->birth_last) / 365.25;
  if (age < 18 || age > 50)
    model_check_add (self, MODEL_ISSUE_SOFT, fact->row,
                     model_check_field (self, MODEL_TABLE_TRANSFER, "date"), "age-at-transfer",
                     g_strdup (_ ("Her age at transfer is usually 18 to 50 years.")));
}

static gboolean
before_retrieval (ModelCheck          *self,
                  const TransferFacts *fact,
                  const ModelRow      *cycle)
{
  BaseDate retrieval = model_check_date (self, cycle, "retrieval_date");

  return base_date_is_set (retrieval) && fact->last < base_date_first_day (retrieval);
}

static void
check_retrieval (ModelCheck          *self,
                 const TransferFacts *fact)
{
  const GPtrArray *embryos = self->record->rows[MODEL_TABLE_EMBRYO];
  gboolean before;

  if (fact->last == BASE_DAY_NONE)
    return;
  before = before_retrieval (self, fact, fact->cycle);
  for (guint i = 0; !before && i < embryos->len; i++)
    {
      const ModelRow *embryo = embryos->pdata[i];
      double source;
      if (embryo->parent == fact->row->key && embryo->archived == 0
          && model_check_number (self, embryo, "source_cycle", &source))
        before = before_retrieval (self, fact,
                                   find_row (self->record, MODEL_TABLE_CYCLE, (gint64) source));
    }
  if (before)
    model_check_add (self, MODEL_ISSUE_HARD, fact->row,
                     model_check_field (self, MODEL_TABLE_TRANSFER, "date"),
                     "transfer-before-retrieval",
                     g_strdup (_ ("Expected a day on or after the retrieval of the oocytes.")));
}

/* How many of her cycle's embryos were there to be transferred; -1: not known. */
static double
embryos_of_cycle (ModelCheck     *self,
                  const ModelRow *cycle)
{
  double n;
  const char *id =
      model_check_is (self, cycle, "kind", "thaw") ? "embryos_thawed" : "embryos_created";

  return model_check_number (self, cycle, id, &n) ? n : -1;
}

static void
check_embryos (ModelCheck          *self,
               const TransferFacts *facts,
               guint                i)
{
  const TransferFacts *fact = &facts[i];
  double there, sum = 0, n;

  if (!fact->performed || !model_check_number (self, fact->row, "embryos_transferred", &n))
    return;
  there = embryos_of_cycle (self, fact->cycle);
  if (there < 0)
    return;
  for (guint j = 0; j <= i; j++)
    if (facts[j].performed && facts[j].row->parent == fact->row->parent
        && model_check_number (self, facts[j].row, "embryos_transferred", &n))
      sum += n;
  if (sum > there)
    model_check_add (self, MODEL_ISSUE_HARD, fact->row,
                     model_check_field (self, MODEL_TABLE_TRANSFER, "embryos_transferred"),
                     "more-embryos-than-exist",
                     g_strdup (_ ("Expected no more embryos than the cycle made or thawed.")));
}

/* Against the performed transfer before it. */
static void
check_previous (ModelCheck          *self,
                const TransferFacts *fact,
                const TransferFacts *previous)
{
  const ModelField *field = model_check_field (self, MODEL_TABLE_TRANSFER, "date");

  if (base_date_is_full (fact->date) && base_date_is_full (previous->date)
      && fact->first - previous->first < CLOSE_DAYS)
    model_check_add (
        self, MODEL_ISSUE_SOFT, fact->row, field, "transfers-close",
        g_strdup_printf (_ ("The transfer before is less than %d days earlier."), CLOSE_DAYS));
  if (previous->ending != NULL && strcmp (previous->ending, "live_birth") == 0)
    model_check_add (
        self, MODEL_ISSUE_SOFT, fact->row, field, "transfer-after-live-birth",
        g_strdup (
            _ ("The transfer before is recorded as a live birth: this one begins a new series.")));
}

/* ---- outcomes ------------------------------------------------------------------------------ */

static void
check_outcome_dates (ModelCheck          *self,
                     const TransferFacts *fact)
{
  static const char *const ids[] = { "hcg_date", "hcg2_date", "scan_date", "nuchal_scan_date",
                                     "outcome_date" };

  if (fact->first == BASE_DAY_NONE)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      BaseDate date = model_check_date (self, fact->outcome, ids[i]);
      if (base_date_is_set (date) && base_date_last_day (date) < fact->first)
        model_check_add (self, MODEL_ISSUE_HARD, fact->outcome,
                         model_check_field (self, MODEL_TABLE_TRANSFER_OUTCOME, ids[i]),
                         "outcome-before-transfer",
                         g_strdup (_ ("Expected a day on or after the transfer.")));
    }
}

static void
check_gestation (ModelCheck          *self,
                 const TransferFacts *fact)
{
  BaseDate ended = model_check_date (self, fact->outcome, "outcome_date");
  double gestation, embryo_age;

  if (fact->ending == NULL
      || (strcmp (fact->ending, "live_birth") != 0 && strcmp (fact->ending, "stillbirth") != 0)
      || !base_date_is_full (ended) || !base_date_is_full (fact->date)
      || !model_check_number (self, fact->outcome, "gestation_days", &gestation)
      || !model_check_number (self, fact->row, "embryo_age_days", &embryo_age))
    return;
  if (fabs (base_date_first_day (ended) - fact->first + 14 + embryo_age - gestation)
      > GESTATION_TOLERANCE_DAYS)
    model_check_add (self, MODEL_ISSUE_SOFT, fact->outcome,
                     model_check_field (self, MODEL_TABLE_TRANSFER_OUTCOME, "gestation_days"),
                     "gestation-differs",
                     g_strdup_printf (_ ("The dates of transfer and birth give a gestation that "
                                         "differs by more than %d days."),
                                      GESTATION_TOLERANCE_DAYS));
}

static void
check_no_ending (ModelCheck          *self,
                 const TransferFacts *fact)
{
  double first, second;

  if (fact->ending != NULL || fact->last == BASE_DAY_NONE || self->today == BASE_DAY_NONE
      || self->today - fact->last <= MATURE_DAYS
      || !model_check_number (self, fact->outcome, "hcg_value", &first)
      || !model_check_number (self, fact->outcome, "hcg2_value", &second) || second <= first)
    return;
  model_check_add (
      self, MODEL_ISSUE_SOFT, fact->outcome,
      model_check_field (self, MODEL_TABLE_TRANSFER_OUTCOME, "outcome"), "no-ending",
      g_strdup_printf (_ ("hCG was rising, and no ending is recorded %d days after the transfer."),
                       MATURE_DAYS));
}

/* What was typed against what gestation says: of an outcome or of a pregnancy. */
static void
check_word (ModelCheck     *self,
            const ModelRow *row)
{
  gboolean miscarriage = model_check_is (self, row, "outcome", "miscarriage");
  double gestation;

  if ((!miscarriage && !model_check_is (self, row, "outcome", "stillbirth"))
      || !model_check_number (self, row, "gestation_days", &gestation)
      || miscarriage == (gestation < self->limit_days))
    return;
  model_check_add (self, MODEL_ISSUE_SOFT, row, model_check_field (self, row->table, "outcome"),
                   "ending-differs",
                   g_strdup (miscarriage ? _ ("By its gestation this counts as a stillbirth.")
                                         : _ ("By its gestation this counts as a miscarriage.")));
}

static void
check_weight_for_week (ModelCheck     *self,
                       const ModelRow *child,
                       const ModelRow *outcome)
{
  double weight, gestation, expected;

  if (!model_check_number (self, child, "weight_g", &weight)
      || !model_check_number (self, outcome, "gestation_days", &gestation))
    return;
  expected = model_check_expected_weight ((int) gestation, model_check_value (self, child, "sex"));
  if (fabs (weight - expected) > 3 * 0.12 * expected) /* never where the week has no expectation */
    model_check_add (
        self, MODEL_ISSUE_SOFT, child, model_check_field (self, MODEL_TABLE_CHILD, "weight_g"),
        "child-weight-for-week",
        g_strdup (
            _ ("This is more than 3 standard deviations from the usual weight for the week.")));
}

static void
check_children (ModelCheck *self)
{
  const GPtrArray *children = self->record->rows[MODEL_TABLE_CHILD];

  for (guint i = 0; i < children->len; i++)
    {
      const ModelRow *child = children->pdata[i];
      const ModelRow *outcome;
      if (child->archived != 0)
        continue;
      outcome = find_row (self->record, MODEL_TABLE_TRANSFER_OUTCOME, child->parent);
      if (!model_check_is (self, outcome, "outcome", "live_birth")
          && !model_check_is (self, outcome, "outcome", "stillbirth"))
        model_check_add (
            self, MODEL_ISSUE_HARD, child, NULL, "child-without-delivery",
            g_strdup (_ (
                "A child is recorded, but the ending is neither a live birth nor a stillbirth.")));
      check_weight_for_week (self, child, outcome);
    }
}

/* Any child live-born makes a live birth; none of those recorded, none. */
static void
check_born_alive (ModelCheck          *self,
                  const TransferFacts *fact)
{
  const GPtrArray *children = self->record->rows[MODEL_TABLE_CHILD];
  guint n = 0, n_told = 0, n_alive = 0;
  const char *message = NULL;

  if (fact->ending == NULL)
    return;
  for (guint i = 0; i < children->len; i++)
    {
      const ModelRow *child = children->pdata[i];
      if (child->parent != fact->outcome->key || child->archived != 0)
        continue;
      n++;
      n_told += model_check_value (self, child, "born_alive") != NULL;
      n_alive += model_check_is (self, child, "born_alive", "true");
    }
  if (strcmp (fact->ending, "live_birth") == 0 && n > 0 && n_told == n && n_alive == 0)
    message = _ ("No child is recorded as born alive.");
  else if (strcmp (fact->ending, "stillbirth") == 0 && n_alive > 0)
    message = _ ("A child is recorded as born alive: this counts as a live birth.");
  if (message != NULL)
    model_check_add (self, MODEL_ISSUE_SOFT, fact->outcome,
                     model_check_field (self, MODEL_TABLE_TRANSFER_OUTCOME, "outcome"),
                     "ending-differs", g_strdup (message));
}

/* ---- treatment, codes, numbers ------------------------------------------------------------- */

static void
check_infusions (ModelCheck *self)
{
  const GPtrArray *infusions = self->record->rows[MODEL_TABLE_INFUSION];

  for (guint i = 0; i < infusions->len; i++)
    {
      const ModelRow *infusion = infusions->pdata[i];
      const ModelRow *transfer;
      double dose, weight, ratio;
      if (infusion->archived != 0 || !model_check_is (self, infusion, "agent", "ivig")
          || !model_check_number (self, infusion, "dose_g", &dose))
        continue;
      transfer = find_row (self->record, MODEL_TABLE_TRANSFER, infusion->parent);
      if (!model_check_number (self, transfer, "weight_kg", &weight))
        continue;
      ratio = dose / weight;
      if (ratio > 1 || ratio < 0.2)
        model_check_add (self, MODEL_ISSUE_SOFT, infusion,
                         model_check_field (self, MODEL_TABLE_INFUSION, "dose_g"), "infusion-dose",
                         g_strdup (_ ("Usually 0.2 to 1 g per kilogram of body weight.")));
    }
}

static void
check_codes (ModelCheck     *self,
             const ModelRow *patient)
{
  const GPtrArray *partners = self->record->rows[MODEL_TABLE_PARTNER];
  const char *hers = model_check_value (self, patient, "code");

  for (guint i = 0; i < partners->len; i++)
    {
      const ModelRow *partner = partners->pdata[i];
      const char *code = model_check_value (self, partner, "code");
      gboolean alike =
          partner->archived == 0 && code != NULL && hers != NULL && strcmp (code, hers) == 0;
      if (partner->archived != 0 || code == NULL)
        continue;
      /* Archived ones count too: a code is never used again. */
      for (guint j = 0; !alike && j < partners->len; j++)
        if (j < i || ((const ModelRow *) partners->pdata[j])->archived != 0)
          alike = g_strcmp0 (code, model_check_value (self, partners->pdata[j], "code")) == 0;
      if (alike)
        model_check_add (self, MODEL_ISSUE_HARD, partner,
                         model_check_field (self, MODEL_TABLE_PARTNER, "code"), "code-not-unique",
                         g_strdup (_ ("Expected a code that nobody else has.")));
    }
}

static void
check_numbers (ModelCheck *self,
               ModelTable  table,
               const char *id)
{
  const GPtrArray *rows = self->record->rows[table];

  for (guint i = 1; i < rows->len; i++)
    {
      const ModelRow *row = rows->pdata[i];
      const char *value = model_check_value (self, row, id);
      if (row->archived != 0 || value == NULL)
        continue;
      for (guint j = 0; j < i; j++)
        {
          const ModelRow *other = rows->pdata[j];
          if (other->archived == 0 && other->parent == row->parent
              && g_strcmp0 (value, model_check_value (self, other, id)) == 0)
            {
              model_check_add (self, MODEL_ISSUE_SOFT, row, model_check_field (self, table, id),
                               "number-not-unique",
                               g_strdup (_ ("Another row has the same number.")));
              break;
            }
        }
    }
}

static void
check_identity (ModelCheck     *self,
                const ModelRow *patient)
{
  const GPtrArray *rows = self->record->rows[MODEL_TABLE_IDENTITY];
  BaseDate month = model_check_date (self, patient, "birth_month");

  for (guint i = 0; i < rows->len; i++)
    {
      const ModelRow *row = rows->pdata[i];
      BaseDate birth = model_check_date (self, row, "birth_date");
      if (row->archived != 0 || !base_date_is_set (birth) || !base_date_is_set (month))
        continue;
      if (birth.year != month.year
          || (birth.month != 0 && month.month != 0 && birth.month != month.month))
        model_check_add (
            self, MODEL_ISSUE_SOFT, row,
            model_check_field (self, MODEL_TABLE_IDENTITY, "birth_date"), "birth-month-differs",
            g_strdup (
                _ ("The patient's month of birth is another one; ages are computed from that.")));
    }
}

/* ---- the whole record ---------------------------------------------------------------------- */

static void
check_rows (ModelCheck *self)
{
  for (guint table = 0; table < MODEL_N_TABLES; table++)
    {
      const GPtrArray *rows = self->record->rows[table];
      ModelTable parent = model_table_parent (table);
      for (guint i = 0; i < rows->len; i++)
        {
          const ModelRow *row = rows->pdata[i];
          if (row->archived != 0)
            continue;
          model_check_row (self, row);
          if (parent < MODEL_N_TABLES
              && model_record_find (self->record, parent, row->parent) == NULL)
            model_check_add (
                self, MODEL_ISSUE_HARD, row, NULL, "parent",
                g_strdup_printf (_ ("Expected a row above this one (%s)."),
                                 g_dgettext (GETTEXT_PACKAGE, model_table_label (parent))));
          if (table == MODEL_TABLE_PREGNANCY || table == MODEL_TABLE_TRANSFER_OUTCOME)
            check_word (self, row);
        }
    }
}

static void
check_transfers (ModelCheck *self)
{
  TransferFacts few[24], *many = NULL, *facts = few;
  const TransferFacts *previous = NULL;
  guint n = self->record->rows[MODEL_TABLE_TRANSFER]->len;

  if (n > G_N_ELEMENTS (few))
    facts = many = g_new (TransferFacts, n);
  n = collect_facts (self, facts);
  for (guint i = 0; i < n; i++)
    {
      const TransferFacts *fact = &facts[i];
      check_age (self, fact);
      check_retrieval (self, fact);
      check_embryos (self, facts, i);
      if (fact->performed && fact->last != BASE_DAY_NONE)
        {
          if (previous != NULL)
            check_previous (self, fact, previous);
          previous = fact;
        }
      if (fact->outcome == NULL)
        continue;
      check_outcome_dates (self, fact);
      check_gestation (self, fact);
      check_no_ending (self, fact);
      check_born_alive (self, fact);
    }
  g_free (many);
}

GPtrArray *
model_record_check_by (ModelDictionary   *dictionary,
                       const ModelRecord *record,
                       gint32             today,
                       int                limit_days)
{
  ModelCheck check;
  const ModelRow *patient = NULL;
  BaseDate birth;

  g_return_val_if_fail (dictionary != NULL && record != NULL, NULL);

  model_check_init (&check, dictionary, record, today,
                    g_ptr_array_new_with_free_func ((GDestroyNotify) model_issue_free));
  check.limit_days = limit_days;
  if (record->rows[MODEL_TABLE_PATIENT]->len > 0)
    patient = record->rows[MODEL_TABLE_PATIENT]->pdata[0];
  birth = model_check_date (&check, patient, "birth_month");
  check.birth_first = base_date_first_day (birth);
  check.birth_last = base_date_last_day (birth);
  check.birth_year = birth.year;

  check_rows (&check);
  check_transfers (&check);
  check_children (&check);
  check_infusions (&check);
  check_codes (&check, patient);
  check_numbers (&check, MODEL_TABLE_PREGNANCY, "sequence");
  check_numbers (&check, MODEL_TABLE_TRANSFER, "order_in_cycle");
  check_numbers (&check, MODEL_TABLE_EMBRYO, "position");
  check_numbers (&check, MODEL_TABLE_CHILD, "birth_order");
  check_identity (&check, patient);
  return check.issues;
}

GPtrArray *
model_record_check (ModelDictionary   *dictionary,
                    const ModelRecord *record,
                    gint32             today)
{
  return model_record_check_by (dictionary, record, today, MODEL_GESTATION_LIMIT_DAYS);
}
