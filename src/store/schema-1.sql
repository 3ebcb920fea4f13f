-- SPDX-License-Identifier: GPL-3.0-or-later
-- The register, schema version 1. A script that was released is never changed: the next version is
-- a script of its own that starts from this one.
--
-- Record tables: first what every row has, then the dictionary's stored fields in their order.
-- A field that is NULL is explained by `missing` ("bmi=unknown karyotype=pending"), or wasn't asked.
-- `created` and `archived` are ids of changes; archived = 0 is a row in force. Nothing is deleted.

CREATE TABLE patient (
  patient_id INTEGER NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  missing TEXT,
  search TEXT NOT NULL,
  code TEXT NOT NULL,
  birth_month TEXT,
  referral_date TEXT,
  indication TEXT,
  height_cm REAL,
  weight_kg REAL,
  smoking TEXT,
  infertility_causes TEXT,
  months_attempting INTEGER,
  earlier_transfers INTEGER,
  comorbidities TEXT,
  contraindications TEXT,
  note TEXT,
  PRIMARY KEY (patient_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE identity (
  patient_id INTEGER NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  missing TEXT,
  search TEXT NOT NULL,
  given_names TEXT,
  family_name TEXT,
  national_id TEXT,
  hospital_number TEXT,
  birth_date TEXT,
  phone TEXT,
  id_document TEXT,
  id_checked_by TEXT,
  id_checked_date TEXT,
  PRIMARY KEY (patient_id),
  FOREIGN KEY (patient_id) REFERENCES patient (patient_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE partner (
  patient_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  missing TEXT,
  code TEXT,
  kind TEXT,
  birth_year INTEGER,
  partner_in_losses TEXT,
  male_factors TEXT,
  PRIMARY KEY (patient_id, key),
  FOREIGN KEY (patient_id) REFERENCES patient (patient_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE pregnancy (
  patient_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  missing TEXT,
  sequence INTEGER,
  end_date TEXT,
  conception TEXT,
  partner INTEGER,
  transfer INTEGER,
  outcome TEXT,
  gestation_days INTEGER,
  evidence TEXT,
  documented TEXT,
  loss_karyotype TEXT,
  children_sex TEXT,
  neonatal_death INTEGER CHECK (neonatal_death IN (0, 1)),
  treatments TEXT,
  PRIMARY KEY (patient_id, key),
  FOREIGN KEY (patient_id) REFERENCES patient (patient_id),
  FOREIGN KEY (patient_id, partner) REFERENCES partner (patient_id, key),
  FOREIGN KEY (patient_id, transfer) REFERENCES transfer (patient_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE investigation (
  patient_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  missing TEXT,
  subject TEXT,
  partner INTEGER,
  test TEXT,
  date TEXT,
  qualifier TEXT,
  value TEXT,
  unit TEXT,
  reference_range TEXT,
  interpretation TEXT,
  method TEXT,
  laboratory TEXT,
  PRIMARY KEY (patient_id, key),
  FOREIGN KEY (patient_id) REFERENCES patient (patient_id),
  FOREIGN KEY (patient_id, partner) REFERENCES partner (patient_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE cycle (
  patient_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  missing TEXT,
  kind TEXT,
  start_date TEXT,
  clinic TEXT,
  funding TEXT,
  partner INTEGER,
  protocol TEXT,
  preparation TEXT,
  egg_source TEXT,
  egg_donor_age INTEGER,
  sperm_source TEXT,
  retrieval_date TEXT,
  fertilisation TEXT,
  oocytes_collected INTEGER,
  embryos_created INTEGER,
  embryos_thawed INTEGER,
  pgt TEXT,
  result TEXT,
  PRIMARY KEY (patient_id, key),
  FOREIGN KEY (patient_id) REFERENCES patient (patient_id),
  FOREIGN KEY (patient_id, partner) REFERENCES partner (patient_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE transfer (
  patient_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  cycle_key INTEGER,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  missing TEXT,
  status TEXT,
  not_done_reason TEXT,
  date TEXT,
  order_in_cycle INTEGER,
  kind TEXT,
  embryos_transferred INTEGER,
  embryo_age_days INTEGER,
  weight_kg REAL,
  planned_treatment TEXT,
  note TEXT,
  PRIMARY KEY (patient_id, key),
  FOREIGN KEY (patient_id) REFERENCES patient (patient_id),
  FOREIGN KEY (patient_id, cycle_key) REFERENCES cycle (patient_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE embryo (
  patient_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  transfer_key INTEGER NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  missing TEXT,
  position INTEGER,
  source_cycle INTEGER,
  stage TEXT,
  cells INTEGER,
  fragmentation_pct INTEGER,
  expansion INTEGER,
  inner_cell_mass TEXT,
  trophectoderm TEXT,
  pgt_result TEXT,
  freezing TEXT,
  PRIMARY KEY (patient_id, key),
  FOREIGN KEY (patient_id, transfer_key) REFERENCES transfer (patient_id, key),
  FOREIGN KEY (patient_id, source_cycle) REFERENCES cycle (patient_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE infusion (
  patient_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  transfer_key INTEGER NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  missing TEXT,
  status TEXT,
  slot TEXT,
  agent TEXT,
  started_at TEXT,
  ended_at TEXT,
  product TEXT,
  batch TEXT,
  dose_g REAL,
  max_rate REAL,
  premedication TEXT,
  stopped_early INTEGER CHECK (stopped_early IN (0, 1)),
  given_by TEXT,
  PRIMARY KEY (patient_id, key),
  FOREIGN KEY (patient_id, transfer_key) REFERENCES transfer (patient_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE medication (
  patient_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  missing TEXT,
  transfer INTEGER,
  drug TEXT,
  other_drug TEXT,
  dose_per_day REAL,
  dose_unit TEXT,
  route TEXT,
  start_date TEXT,
  stop_date TEXT,
  PRIMARY KEY (patient_id, key),
  FOREIGN KEY (patient_id) REFERENCES patient (patient_id),
  FOREIGN KEY (patient_id, transfer) REFERENCES transfer (patient_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE adverse_event (
  patient_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  missing TEXT,
  transfer INTEGER,
  infusion INTEGER,
  term TEXT,
  other_term TEXT,
  onset_date TEXT,
  severity TEXT,
  serious INTEGER CHECK (serious IN (0, 1)),
  relation TEXT,
  outcome TEXT,
  reported_date TEXT,
  PRIMARY KEY (patient_id, key),
  FOREIGN KEY (patient_id) REFERENCES patient (patient_id),
  FOREIGN KEY (patient_id, transfer) REFERENCES transfer (patient_id, key),
  FOREIGN KEY (patient_id, infusion) REFERENCES infusion (patient_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE transfer_outcome (
  patient_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  missing TEXT,
  hcg_date TEXT,
  hcg_value REAL,
  hcg2_date TEXT,
  hcg2_value REAL,
  scan_date TEXT,
  sacs INTEGER,
  heartbeats INTEGER,
  nuchal_scan_date TEXT,
  nuchal_scan_alive INTEGER CHECK (nuchal_scan_alive IN (0, 1)),
  outcome TEXT,
  outcome_date TEXT,
  gestation_days INTEGER,
  management TEXT,
  loss_karyotype TEXT,
  loss_karyotype_text TEXT,
  termination_reason TEXT,
  delivery_mode TEXT,
  complications TEXT,
  PRIMARY KEY (patient_id, key),
  FOREIGN KEY (patient_id, key) REFERENCES transfer (patient_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE child (
  patient_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  transfer_key INTEGER NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  missing TEXT,
  birth_order INTEGER,
  born_alive INTEGER CHECK (born_alive IN (0, 1)),
  sex TEXT,
  weight_g INTEGER,
  neonatal_care INTEGER CHECK (neonatal_care IN (0, 1)),
  neonatal_death INTEGER CHECK (neonatal_death IN (0, 1)),
  anomaly INTEGER CHECK (anomaly IN (0, 1)),
  anomaly_icd10 TEXT,
  PRIMARY KEY (patient_id, key),
  FOREIGN KEY (patient_id, transfer_key) REFERENCES transfer_outcome (patient_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE followup (
  patient_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  missing TEXT,
  date TEXT,
  status TEXT,
  reason TEXT,
  embryos_left INTEGER,
  last_contact_date TEXT,
  next_contact_date TEXT,
  PRIMARY KEY (patient_id, key),
  FOREIGN KEY (patient_id) REFERENCES patient (patient_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE consent (
  patient_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  missing TEXT,
  person TEXT,
  purpose TEXT,
  decision TEXT,
  date TEXT,
  withdrawn_date TEXT,
  form_version TEXT,
  PRIMARY KEY (patient_id, key),
  FOREIGN KEY (patient_id) REFERENCES patient (patient_id)
) STRICT, WITHOUT ROWID;

-- A patient's code is unique for good, archived or not.
CREATE UNIQUE INDEX patient_code ON patient (code);
CREATE INDEX patient_archived ON patient (archived) WHERE archived > 0;
-- The few rows of this table that the dataset's core columns need.
CREATE INDEX pregnancy_birth ON pregnancy (patient_id) WHERE outcome = 'live_birth';

-- Who did what and when. The digest chains each change to the one before.
CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  utc TEXT NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('edit', 'import', 'undo', 'redo', 'simulate', 'migrate')),
  label TEXT NOT NULL,
  reason TEXT,
  undoes INTEGER REFERENCES change (id),
  digest TEXT NOT NULL CHECK (length (digest) = 64)
) STRICT;
CREATE INDEX change_actor ON change (actor, id);

-- Every later value of every field, in export notation. Field `created` is the row itself, field
-- `archived` its being set aside; a new row's first values are the first `old` of each field.

CREATE TABLE history (
  change_id INTEGER NOT NULL REFERENCES change (id) DEFERRABLE INITIALLY DEFERRED,
  seq INTEGER NOT NULL,
  table_id TEXT NOT NULL,
  patient_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  field TEXT NOT NULL,
  old TEXT,
  new TEXT,
  PRIMARY KEY (change_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX history_row ON history (patient_id, table_id, key);

CREATE TABLE identity_history (
  change_id INTEGER NOT NULL REFERENCES change (id) DEFERRABLE INITIALLY DEFERRED,
  seq INTEGER NOT NULL,
  table_id TEXT NOT NULL,
  patient_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  field TEXT NOT NULL,
  old TEXT,
  new TEXT,
  PRIMARY KEY (change_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_history_row ON identity_history (patient_id, table_id, key);

CREATE TABLE saved_cohort (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  question TEXT NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE saved_figure (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  question TEXT NOT NULL,
  spec TEXT NOT NULL,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Append-only: nothing is updated, nothing deleted, and nothing replaced by an insert.
CREATE TRIGGER change_update BEFORE UPDATE ON change
BEGIN SELECT RAISE (ABORT, 'change is append-only'); END;
CREATE TRIGGER change_delete BEFORE DELETE ON change
BEGIN SELECT RAISE (ABORT, 'change is append-only'); END;
CREATE TRIGGER change_replace BEFORE INSERT ON change
WHEN EXISTS (SELECT 1 FROM change WHERE id = NEW.id)
BEGIN SELECT RAISE (ABORT, 'change is append-only'); END;
CREATE TRIGGER history_update BEFORE UPDATE ON history
BEGIN SELECT RAISE (ABORT, 'history is append-only'); END;
CREATE TRIGGER history_delete BEFORE DELETE ON history
BEGIN SELECT RAISE (ABORT, 'history is append-only'); END;
CREATE TRIGGER history_replace BEFORE INSERT ON history
WHEN EXISTS (SELECT 1 FROM history WHERE change_id = NEW.change_id AND seq = NEW.seq)
BEGIN SELECT RAISE (ABORT, 'history is append-only'); END;
CREATE TRIGGER identity_history_update BEFORE UPDATE ON identity_history
BEGIN SELECT RAISE (ABORT, 'identity_history is append-only'); END;
CREATE TRIGGER identity_history_delete BEFORE DELETE ON identity_history
BEGIN SELECT RAISE (ABORT, 'identity_history is append-only'); END;
CREATE TRIGGER identity_history_replace BEFORE INSERT ON identity_history
WHEN EXISTS (SELECT 1 FROM identity_history WHERE change_id = NEW.change_id AND seq = NEW.seq)
BEGIN SELECT RAISE (ABORT, 'identity_history is append-only'); END;
