package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// changedBy is the relative difference from which on a venue's later price of a past day is another
// price, and not the same with other rounding.
const changedBy = 1e-4

// PutPrices adds, in one step, agreed prices of days that have none and the venues' prices behind them
// that the store does not have. A price that differs from what the same venue said before is added,
// marked as changed and noted; the first one stays in use, until the venues agree on another price of the
// day: that one is added with theirs and counts from then on. What it corrects is kept and noted.
func (s *Store) PutPrices(ctx context.Context, closes []market.Close, prices []market.Agreed) error {
	if len(closes) == 0 && len(prices) == 0 {
		return nil
	}
	return s.tx(ctx, func(tx *sql.Tx) error {
		ids := map[string]int64{} // of reads by hash
		for _, p := range prices {
			if err := correct(tx, p, closes, ids); err != nil {
				return err
			}
		}
		for _, c := range closes {
			if err := putClose(tx, c, ids); err != nil {
				return err
			}
		}
		for _, p := range prices {
			if _, err := tx.Exec(`INSERT INTO prices (currency, day, price, spread, used, leftout)
				SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (SELECT 1 FROM prices WHERE currency = ?1 AND day = ?2)`,
				p.Currency, p.Date, p.Price, p.Spread, strings.Join(p.Used, "\n"), strings.Join(p.LeftOut, "\n")); err != nil {
				return err
			}
		}
		return nil
	})
}

// corrects is how far another agreed price of a day lies from the one in use: further than venues that
// agree do.
const corrects = market.AgreeSpread

// correct adds an agreed price that corrects the one in use, with the venues' prices behind it, and notes it.
func correct(tx *sql.Tx, p market.Agreed, closes []market.Close, ids map[string]int64) error {
	var had float64
	err := tx.QueryRow("SELECT price FROM prices WHERE currency = ? AND day = ? ORDER BY id DESC LIMIT 1",
		p.Currency, p.Date).Scan(&had)
	if errors.Is(err, sql.ErrNoRows) || err == nil && math.Abs(p.Price-had) <= corrects*had {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE closes SET changed = 1 WHERE currency = ? AND day = ?", p.Currency,
		p.Date); err != nil {
		return err
	}
	for _, c := range closes {
		if c.Currency != p.Currency || c.Date != p.Date {
			continue
		}
		id, err := readOnce(tx, c, ids)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO closes (currency, day, venue, price, changed, read)
			VALUES (?, ?, ?, ?, 0, ?)`, c.Currency, c.Date, c.Venue, c.Price, id); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(`INSERT INTO prices (currency, day, price, spread, used, leftout)
		VALUES (?, ?, ?, ?, ?, ?)`, p.Currency, p.Date, p.Price, p.Spread, strings.Join(p.Used, "\n"),
		strings.Join(p.LeftOut, "\n")); err != nil {
		return err
	}
	return putNote(tx, market.Note{Kind: "corrected",
		Subject: fmt.Sprintf("price in %s on %s", p.Currency, p.Date),
		Says: fmt.Sprintf("%s agree on %s; it was %s, which is kept and no longer used",
			strings.Join(p.Used, ", "), units.Format(p.Price, 9), units.Format(had, 9))})
}

// readOnce is the number of what a price was read from, which is added the first time.
func readOnce(tx *sql.Tx, c market.Close, ids map[string]int64) (int64, error) {
	id, ok := ids[c.From.Hash]
	if ok {
		return id, nil
	}
	id, err := read(tx, c.Venue, c.From)
	ids[c.From.Hash] = id
	return id, err
}

// Corrections is how many agreed prices were corrected later.
func (s *Store) Corrections() (n int, err error) {
	return n, explain(s.db.QueryRow(
		"SELECT count(*) - count(DISTINCT currency || day) FROM prices").Scan(&n))
}

// putClose adds one venue's price if it is new or changed.
func putClose(tx *sql.Tx, c market.Close, ids map[string]int64) error {
	had, err := pastPrices(tx, c)
	if err != nil {
		return err
	}
	for _, p := range had {
		if math.Abs(p-c.Price) <= changedBy*p {
			return nil // known already
		}
	}
	id, err := readOnce(tx, c, ids)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO closes (currency, day, venue, price, changed, read) VALUES (?, ?, ?, ?, ?, ?)",
		c.Currency, c.Date, c.Venue, c.Price, len(had) > 0, id); err != nil ||
		len(had) == 0 {
		return err
	}
	return putNote(
		tx,
		market.Note{Kind: "changed", Subject: fmt.Sprintf("%s %s %s", c.Venue, c.Currency, c.Date),
			Says: fmt.Sprintf("%s now says %s for its price of %s; it said %s, which stays in use", c.Venue,
				units.Format(c.Price, 9), c.Date, units.Format(had[0], 9))},
	)
}

// pastPrices are what a venue has said of a day, first to last.
func pastPrices(tx *sql.Tx, c market.Close) ([]float64, error) {
	rows, err := tx.Query(
		"SELECT price FROM closes WHERE currency = ? AND day = ? AND venue = ? ORDER BY id",
		c.Currency,
		c.Date,
		c.Venue,
	)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []float64
	for rows.Next() {
		var p float64
		if err := rows.Scan(&p); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// Closes hands each venue's prices that are in use to visit, by currency and day.
func (s *Store) Closes(ctx context.Context, visit func(market.Close) error) error {
	rows, err := s.db.QueryContext(
		ctx,
		`SELECT c.venue, c.currency, c.day, c.price, r.what, r.url, r.at, r.hash FROM closes c JOIN reads r ON r.id = c.read
		WHERE NOT c.changed ORDER BY c.currency, c.day, c.id`,
	)
	if err != nil {
		return explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var c market.Close
		if err := rows.Scan(&c.Venue, &c.Currency, &c.Date, &c.Price, &c.From.What, &c.From.URL, &c.From.Read, &c.From.Hash); err != nil {
			return explain(err)
		}
		if err := visit(c); err != nil {
			return err
		}
	}
	return explain(rows.Err())
}

// Prices are the agreed prices of a currency, by day.
func (s *Store) Prices(ctx context.Context, c units.Currency) ([]market.Agreed, error) {
	rows, err := s.db.QueryContext(
		ctx,
		`SELECT day, price, spread, used, leftout FROM prices
		WHERE id IN (SELECT max(id) FROM prices WHERE currency = ? GROUP BY day) ORDER BY day`,
		c,
	)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var out []market.Agreed
	for rows.Next() {
		p := market.Agreed{Currency: c}
		var used, left string
		if err := rows.Scan(&p.Date, &p.Price, &p.Spread, &used, &left); err != nil {
			return nil, explain(err)
		}
		p.Used, p.LeftOut = split(used), split(left)
		out = append(out, p)
	}
	return out, explain(rows.Err())
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, "\n")
}

// PricesByDay are the agreed prices of a currency without what stands behind them.
func (s *Store) PricesByDay(ctx context.Context, c units.Currency) (map[units.Date]float64, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT day, price FROM prices WHERE currency = ? ORDER BY id", c)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	out := map[units.Date]float64{}
	for rows.Next() {
		var d units.Date
		var p float64
		if err := rows.Scan(&d, &p); err != nil {
			return nil, explain(err)
		}
		out[d] = p
	}
	return out, explain(rows.Err())
}

// Currencies are those with agreed prices, sorted.
func (s *Store) Currencies() ([]units.Currency, error) {
	rows, err := s.db.Query("SELECT DISTINCT currency FROM prices ORDER BY 1")
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var out []units.Currency
	for rows.Next() {
		var c units.Currency
		if err := rows.Scan(&c); err != nil {
			return nil, explain(err)
		}
		out = append(out, c)
	}
	return out, explain(rows.Err())
}

// Days are the chain's days as last known, by date, from the day from on.
func (s *Store) Days(ctx context.Context, from units.Date) ([]chain.Day, error) {
	rows, err := s.db.QueryContext(
		ctx,
		"SELECT day, difficulty, fees, subsidy, blocks, first FROM days ORDER BY id",
	)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var out []chain.Day
	sorted := true
	for rows.Next() {
		var d chain.Day
		var f sql.NullInt64
		if err := rows.Scan(&d.Date, &d.Difficulty, &f, &d.Subsidy, &d.Blocks, &d.FirstHeight); err != nil {
			return nil, explain(err)
		}
		if d.Date < from {
			continue
		}
		d.Fees, d.FeesKnown = units.Sat(f.Int64), f.Valid
		sorted = sorted && (len(out) == 0 || out[len(out)-1].Date < d.Date)
		out = append(out, d)
	}
	if !sorted { // a day came again, or earlier days later: of each the last row counts
		slices.SortStableFunc(out, func(a, b chain.Day) int { return int(a.Date - b.Date) })
		last := out[:0]
		for i, d := range out {
			if i+1 == len(out) || out[i+1].Date != d.Date {
				last = append(last, d)
			}
		}
		out = last
	}
	return out, explain(rows.Err())
}

// PutQuotes adds quotes of hashrate markets.
func (s *Store) PutQuotes(ctx context.Context, quotes []market.Quote) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		for _, q := range quotes {
			id, err := read(tx, q.Venue, q.From)
			if err != nil {
				return err
			}
			if _, err := tx.Exec("INSERT INTO quotes (venue, what, sat, available, at, read) VALUES (?, ?, ?, ?, ?, ?)",
				q.Venue, q.What, q.SatPerTH, float64(q.Available), q.At, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// Quotes are the last quote of each market and kind up to the Unix time, by market.
func (s *Store) Quotes(ctx context.Context, until int64) ([]market.Quote, error) {
	rows, err := s.db.QueryContext(
		ctx,
		`SELECT q.venue, q.what, q.sat, q.available, q.at, r.what, r.url, r.at, r.hash
		FROM quotes q JOIN reads r ON r.id = q.read
		WHERE q.id IN (SELECT max(id) FROM quotes WHERE at <= ? GROUP BY venue, what) ORDER BY q.venue, q.what`,
		until,
	)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var out []market.Quote
	for rows.Next() {
		var q market.Quote
		if err := rows.Scan(&q.Venue, &q.What, &q.SatPerTH, &q.Available, &q.At, &q.From.What, &q.From.URL, &q.From.Read, &q.From.Hash); err != nil {
			return nil, explain(err)
		}
		out = append(out, q)
	}
	return out, explain(rows.Err())
}

// PutNote adds a note; the same note once.
func (s *Store) PutNote(ctx context.Context, kind, subject, says string) error {
	return s.tx(
		ctx,
		func(tx *sql.Tx) error { return putNote(tx, market.Note{Kind: kind, Subject: subject, Says: says}) },
	)
}

func putNote(tx *sql.Tx, n market.Note) error {
	_, err := tx.Exec(
		"INSERT OR IGNORE INTO notes (at, kind, subject, says) VALUES (?, ?, ?, ?)",
		now(),
		n.Kind,
		n.Subject,
		n.Says,
	)
	return err
}

// Notes are all notes, oldest first.
func (s *Store) Notes(ctx context.Context) ([]market.Note, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT at, kind, subject, says FROM notes ORDER BY id")
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var out []market.Note
	for rows.Next() {
		var n market.Note
		if err := rows.Scan(&n.At, &n.Kind, &n.Subject, &n.Says); err != nil {
			return nil, explain(err)
		}
		out = append(out, n)
	}
	return out, explain(rows.Err())
}

// Sources are the last read of each source and kind of figure, by source.
func (s *Store) Sources(ctx context.Context) ([]cite.Source, error) {
	rows, err := s.db.QueryContext(
		ctx,
		`SELECT what, url, at, hash FROM reads WHERE id IN (SELECT max(id) FROM reads GROUP BY source, what) ORDER BY source, what`,
	)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var out []cite.Source
	for rows.Next() {
		var src cite.Source
		if err := rows.Scan(&src.What, &src.URL, &src.Read, &src.Hash); err != nil {
			return nil, explain(err)
		}
		out = append(out, src)
	}
	return out, explain(rows.Err())
}
