-- SPDX-License-Identifier: GPL-3.0-or-later
-- Series and fates by plain SQL over a register's tables: the rules of the register
-- (src/README.md, rules) a second time, set by set, for test-recount.c. Shares nothing with
-- src/analysis, which walks each patient in C.
--
-- Takes: a temporary table `question` of one row (test-recount.c makes it). Gives: the table
-- `series`, one row per patient in force.
--
-- Not recounted here: filters and groups over derived fields (bands of age, losses ...), counting
-- rules that are expressions, `interval_rows`, `overdue`, and every estimate.

-- A date is the interval it spans: every date that is written anywhere, with its first and last day.
CREATE TEMP TABLE span (written TEXT PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL);
INSERT INTO span
SELECT written,
       substr (written || '-01-01', 1, 10),
       CASE length (written)
         WHEN 4 THEN written || '-12-31'
         WHEN 7 THEN date (written || '-01', '+1 month', '-1 day')
         ELSE substr (written, 1, 10)
       END
  FROM (SELECT referral_date AS written FROM patient
        UNION SELECT end_date FROM pregnancy
        UNION SELECT date FROM transfer
        UNION SELECT started_at FROM infusion
        UNION SELECT start_date FROM medication
        UNION SELECT stop_date FROM medication
        UNION SELECT outcome_date FROM transfer_outcome
        UNION SELECT scan_date FROM transfer_outcome
        UNION SELECT nuchal_scan_date FROM transfer_outcome
        UNION SELECT date FROM followup)
 WHERE written IS NOT NULL;

-- The days that the question turns on.
CREATE TEMP TABLE day AS
SELECT cut,
       date (cut, '-' || CASE mature WHEN 'known' THEN 301 ELSE mature END || ' days') AS ripe,
       date (cut, '-' || presume || ' days') AS decided
  FROM question;

-- Performed, dated, in force, up to the cut.
CREATE TEMP TABLE candidate AS
SELECT t.patient_id, t.key, t.cycle_key, t.order_in_cycle, t.date, t.kind, t.planned_treatment,
       span.last, c.egg_source <> 'own' AS donor,
       CASE WHEN ' ' || c.missing || ' ' LIKE '% partner=not_applicable %' OR m.kind = 'none'
              THEN 0
            ELSE m.key
       END AS partner
  FROM transfer AS t
  JOIN patient AS p ON p.patient_id = t.patient_id AND p.archived = 0
  JOIN cycle AS c ON c.patient_id = t.patient_id AND c.key = t.cycle_key AND c.archived = 0
  LEFT JOIN partner AS m
    ON m.patient_id = c.patient_id AND m.key = c.partner AND m.archived = 0
  JOIN span ON span.written = t.date
  JOIN day
 WHERE t.archived = 0 AND t.status = 'performed' AND span.last <= day.cut;

-- What had been given by, or planned for, the day of transfer.
CREATE TEMP TABLE treated AS
SELECT t.patient_id, t.key,
       (' ' || COALESCE (t.planned_treatment, '') || ' ' LIKE '% ivig %'
        OR EXISTS (SELECT 1 FROM infusion AS i JOIN span ON span.written = i.started_at
                    WHERE i.patient_id = t.patient_id AND i.transfer_key = t.key
                      AND i.archived = 0 AND i.agent = 'ivig' AND i.status = 'given'
                      AND span.last <= t.last))
       AND (' ' || COALESCE (t.planned_treatment, '') || ' ' LIKE '% prednisone %'
            OR EXISTS (SELECT 1 FROM medication AS m
                         JOIN span AS start ON start.written = m.start_date
                         LEFT JOIN span AS stop ON stop.written = m.stop_date
                        WHERE m.patient_id = t.patient_id AND m.archived = 0
                          AND m.drug IN ('prednisone', 'prednisolone', 'methylprednisolone',
                                         'dexamethasone')
                          AND m.dose_per_day > 0 AND start.last <= t.last
                          AND (stop.last IS NULL OR stop.last >= t.last)))
         AS both
  FROM candidate AS t;

-- What was known of each at the cut: what is dated after it doesn't exist. A scan without a date
-- was made by 12+0 weeks (that at 12 weeks by 14+0), and no later than the ending.
CREATE TEMP TABLE known AS
SELECT t.patient_id, t.key,
       CASE WHEN ended.last <= day.cut OR ended.last IS NULL THEN o.outcome END AS ending,
       o.gestation_days AS gestation,
       o.sacs >= 1
         AND COALESCE (scan.last, min (date (t.last, '+70 days'), COALESCE (ended.last, '9')))
             <= day.cut AS sac,
       o.nuchal_scan_alive = 1
         AND COALESCE (nuchal.last, min (date (t.last, '+84 days'), COALESCE (ended.last, '9')))
             <= day.cut AS alive_12,
       (SELECT max (born_alive) FROM child AS c
         WHERE c.patient_id = t.patient_id AND c.transfer_key = t.key AND c.archived = 0
           AND (ended.last <= day.cut OR ended.last IS NULL)) AS born_alive
  FROM candidate AS t
  JOIN day
  LEFT JOIN transfer_outcome AS o
    ON o.patient_id = t.patient_id AND o.key = t.key AND o.archived = 0
  LEFT JOIN span AS ended ON ended.written = o.outcome_date
  LEFT JOIN span AS scan ON scan.written = o.scan_date
  LEFT JOIN span AS nuchal ON nuchal.written = o.nuchal_scan_date;

-- The outcome by the definition in force: children and gestation before the typist's word.
CREATE TEMP TABLE classed AS
SELECT patient_id, key, gestation, COALESCE (sac, 0) AS sac, COALESCE (alive_12, 0) AS alive_12,
       CASE
         WHEN born_alive = 1 THEN 'live_birth'
         WHEN born_alive = 0 AND COALESCE (ending, 'live_birth') IN ('live_birth', 'ongoing')
              OR ending IN ('miscarriage', 'stillbirth')
           THEN CASE
                  WHEN gestation IS NOT NULL
                    THEN CASE WHEN gestation >= limit_days THEN 'stillbirth' ELSE 'miscarriage' END
                  WHEN ending = 'miscarriage' THEN 'miscarriage'
                  ELSE 'stillbirth'
                END
         WHEN ending = 'mole' THEN 'miscarriage'
         WHEN ending IN ('ongoing', 'lost') THEN NULL
         ELSE ending
       END AS class,
       COALESCE (ending, '') = 'ongoing' AS ongoing
  FROM known JOIN question;

-- Whether the event happened: 1, it did; 0, it did not; NULL, not known.
CREATE TEMP TABLE judged AS
SELECT patient_id, key, COALESCE (class, '') = 'live_birth' AS birth,
       CASE event_type
         WHEN 'live-birth' THEN class = 'live_birth'
         WHEN 'clinical-pregnancy'
           THEN CASE
                  WHEN class IS NOT NULL
                    THEN class NOT IN ('no_pregnancy', 'biochemical_loss', 'pul')
                  WHEN sac THEN 1
                END
         WHEN 'ongoing-pregnancy'
           THEN CASE
                  WHEN alive_12 OR class IN ('stillbirth', 'live_birth') THEN 1
                  WHEN (ongoing OR class = 'termination') AND gestation >= 84 THEN 1
                  WHEN class = 'termination' AND gestation IS NULL THEN NULL
                  WHEN class IS NOT NULL THEN 0
                END
       END AS event
  FROM classed JOIN question;

-- Two in one cycle on one day are one, which counts if one of them does; numbered by date, cycle
-- and order. Groups read it where it counts.
CREATE TEMP TABLE single AS
SELECT c.patient_id, c.cycle_key, c.date, c.last, c.donor, c.partner, j.birth, j.event, c.kind,
       CASE q.counting WHEN 'all' THEN 1 WHEN 'treated' THEN t.both ELSE c.kind = q.counting END
         AS counted,
       printf ('%04d %09d', c.order_in_cycle, c.key) AS turn
  FROM candidate AS c
  JOIN treated AS t ON t.patient_id = c.patient_id AND t.key = c.key
  JOIN judged AS j ON j.patient_id = c.patient_id AND j.key = c.key
  JOIN question AS q;
CREATE TEMP TABLE numbered AS
SELECT patient_id, last, max (donor) AS donor, max (partner) AS partner, max (birth) AS birth,
       max (event) AS event, max (counted) AS counted,
       substr (min (CASE WHEN counted THEN '0 ' ELSE '1 ' END || turn || kind), 17) AS kind,
       row_number () OVER (PARTITION BY patient_id ORDER BY last, cycle_key, min (turn)) AS place
  FROM single
 GROUP BY patient_id, cycle_key, date;

-- The index transfer: the first counted one on or after the start.
CREATE TEMP TABLE indexed AS
SELECT p.patient_id, count (n.place) AS n, COALESCE (sum (n.counted), 0) AS n_counted,
       min (n.place) FILTER (WHERE n.counted AND (start.day IS NULL OR n.last >= start.day))
         AS place
  FROM patient AS p
  JOIN (SELECT patient.patient_id,
               CASE question.start
                 WHEN 'first-after-referral' THEN span.last
                 WHEN 'first-counted-after' THEN question.after
               END AS day
          FROM patient JOIN question LEFT JOIN span ON span.written = patient.referral_date)
    AS start ON start.patient_id = p.patient_id
  LEFT JOIN numbered AS n ON n.patient_id = p.patient_id
 WHERE p.archived = 0
 GROUP BY p.patient_id;

-- A live birth that is no event of the series: of a pregnancy that isn't from an entered transfer,
-- and of a transfer that isn't counted, once it is known.
CREATE TEMP TABLE other_pregnancy AS
SELECT i.patient_id, min (span.last) AS last
  FROM indexed AS i
  JOIN numbered AS n ON n.patient_id = i.patient_id AND n.place = i.place
  JOIN pregnancy AS b ON b.patient_id = i.patient_id AND b.archived = 0
       AND b.outcome = 'live_birth' AND b.transfer IS NULL
  JOIN span ON span.written = b.end_date
  JOIN day
 WHERE span.last > n.last AND span.last <= day.cut
 GROUP BY i.patient_id;
CREATE TEMP TABLE other_transfer AS
SELECT i.patient_id, min (n.place) AS place
  FROM indexed AS i
  JOIN numbered AS n ON n.patient_id = i.patient_id AND n.place > i.place
  JOIN question JOIN day
 WHERE NOT n.counted AND n.birth AND (question.mature = 'known' OR n.last <= day.ripe)
 GROUP BY i.patient_id;

-- From the index transfer up to such a birth.
CREATE TEMP TABLE ranged AS
SELECT n.*, max (n.place) FILTER (WHERE n.counted) OVER (PARTITION BY n.patient_id) AS last_counted
  FROM indexed AS i
  JOIN numbered AS n ON n.patient_id = i.patient_id AND n.place >= i.place
  LEFT JOIN other_pregnancy AS op ON op.patient_id = i.patient_id
  LEFT JOIN other_transfer AS ot ON ot.patient_id = i.patient_id
 WHERE (op.last IS NULL OR n.last <= op.last) AND (ot.place IS NULL OR n.place < ot.place);

-- Its transfers, with the uncounted ones before each, whether partner or donor is known to be
-- another than before, and what each does to the series:
-- 'cut-...' ends it before this one, 'birth' and 'open' with it, NULL lets it go on.
CREATE TEMP TABLE stepped AS
SELECT r.*,
       row_number () OVER series AS k,
       r.place - lag (r.place, 1, r.place - 1) OVER series - 1 AS skipped,
       r.donor <> min (r.donor) OVER before OR r.donor <> max (r.donor) OVER before
         OR r.partner <> min (r.partner) OVER before OR r.partner <> max (r.partner) OVER before
         AS other_couple
  FROM ranged AS r JOIN question AS q
 WHERE r.counted OR (q.interrupt = 'count' AND r.place < r.last_counted)
WINDOW series AS (PARTITION BY r.patient_id ORDER BY r.place),
       before AS (PARTITION BY r.patient_id ORDER BY r.place
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING);
CREATE TEMP TABLE step AS
SELECT s.*,
       CASE
         WHEN q.interrupt = 'stop' AND skipped > 0 THEN 'cut-interrupt'
         WHEN q.donor_change = 'ends' AND other_couple THEN 'cut-donor'
         WHEN q.mature <> 'known' AND last > day.ripe THEN 'went-on'
         WHEN s.event IS NULL AND last > day.ripe THEN 'went-on'
         WHEN s.event IS NULL AND q.overdue = 'cut' THEN 'cut-overdue'
         WHEN s.event THEN 'birth'
         WHEN q.decisions = 'window' AND last > day.decided THEN 'open'
       END AS what
  FROM stepped AS s JOIN question AS q JOIN day;

-- The first step that ends it.
CREATE TEMP TABLE ended AS
SELECT i.patient_id, i.n, i.n_counted, i.place,
       (SELECT count (*) FROM step WHERE step.patient_id = i.patient_id) AS steps,
       (SELECT k FROM step WHERE step.patient_id = i.patient_id AND what IS NOT NULL
         ORDER BY k LIMIT 1) AS at,
       (SELECT what FROM step WHERE step.patient_id = i.patient_id AND what IS NOT NULL
         ORDER BY k LIMIT 1) AS what
  FROM indexed AS i;
CREATE TEMP TABLE counted AS
SELECT *,
       CASE WHEN at IS NULL THEN steps
            WHEN what IN ('birth', 'open') THEN at
            ELSE at - 1
       END AS k
  FROM ended;

-- What is recorded from the last counted transfer on, up to the cut. The last word holds; a death
-- is final, a loss from sight leaves a stop as it is, a delivery says nothing of treatment.
CREATE TEMP TABLE said AS
SELECT f.patient_id, f.status, f.reason,
       row_number () OVER (PARTITION BY f.patient_id
                           ORDER BY f.status = 'died' DESC, span.last DESC, span.first DESC,
                                    f.key DESC) AS rank
  FROM followup AS f
  JOIN span ON span.written = f.date
  JOIN counted AS c ON c.patient_id = f.patient_id
  JOIN step AS s ON s.patient_id = c.patient_id AND s.k = c.k
  JOIN day
 WHERE f.archived = 0 AND f.status <> 'delivered' AND span.last BETWEEN s.last AND day.cut;
CREATE TEMP TABLE recorded AS
SELECT patient_id, status, reason
  FROM said
 WHERE rank = (SELECT min (other.rank) FROM said AS other
                WHERE other.patient_id = said.patient_id
                  AND NOT (other.status = 'lost'
                           AND (SELECT status FROM said AS before
                                 WHERE before.patient_id = other.patient_id
                                   AND before.status <> 'lost' AND before.rank > other.rank
                                 ORDER BY before.rank LIMIT 1) IS 'discontinued'));

-- flow: why she is in no series, or 'in'. k, fate 0..3, what: how the fate came about.
CREATE TEMP TABLE series AS
SELECT c.patient_id,
       CASE WHEN c.n = 0 THEN 'no-transfer'
            WHEN c.n_counted = 0 THEN 'no-counted'
            WHEN c.place IS NULL THEN 'before-start'
            WHEN c.k = 0 AND c.what = 'went-on' THEN 'maturing-only'
            WHEN c.k = 0 THEN 'overdue-first'
            ELSE 'in'
       END AS flow,
       c.k,
       CASE WHEN c.what IS NOT NULL THEN c.what
            WHEN op.last IS NOT NULL OR ot.place IS NOT NULL
              THEN CASE q.other_birth WHEN 'counts' THEN 'birth' ELSE 'stopped-birth-other' END
            WHEN r.status = 'died' THEN 'died'
            WHEN r.status = 'discontinued' THEN 'stopped'
            WHEN q.decisions = 'window' OR r.status = 'lost' THEN 'presumed'
            WHEN r.status = 'continuing' THEN 'went-on-status'
            ELSE 'open'
       END AS what,
       r.reason,
       (SELECT sum (skipped) FROM step WHERE step.patient_id = c.patient_id AND step.k <= c.k)
         AS ignored,
       (SELECT kind FROM numbered AS n WHERE n.patient_id = c.patient_id AND n.place = c.place)
         AS index_kind
  FROM counted AS c
  JOIN question AS q
  LEFT JOIN other_pregnancy AS op ON op.patient_id = c.patient_id
  LEFT JOIN other_transfer AS ot ON ot.patient_id = c.patient_id
  LEFT JOIN recorded AS r ON r.patient_id = c.patient_id;
