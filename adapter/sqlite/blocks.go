package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// read adds a source and gives its number.
func read(tx *sql.Tx, source string, src cite.Source) (int64, error) {
	r, err := tx.Exec(
		"INSERT INTO reads (source, what, url, at, hash) VALUES (?, ?, ?, ?, ?)",
		source,
		src.What,
		src.URL,
		src.Read,
		src.Hash,
	)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// PutBlocks adds blocks to the end of the chain and the days that they completed, in one step. The
// caller has checked them; the first must follow the last block of the store.
func (s *Store) PutBlocks(
	ctx context.Context,
	source string,
	src cite.Source,
	blocks []chain.Block,
	days []chain.Day,
) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		id, err := read(tx, source, src)
		if err != nil {
			return err
		}
		if len(blocks) == 0 {
			return putDays(tx, id, days)
		}
		insert, err := tx.Prepare("INSERT INTO blocks VALUES (?, ?, ?, ?)")
		if err != nil {
			return err
		}
		for _, b := range blocks {
			if _, err := insert.Exec(b.Height, b.Header[:], fees(b.Fees, b.FeesKnown), id); err != nil {
				return fmt.Errorf("block %d: %w", b.Height, err)
			}
		}
		return putDays(tx, id, days)
	})
}

func fees(v units.Sat, known bool) sql.NullInt64 { return sql.NullInt64{Int64: int64(v), Valid: known} }

// putDays adds days, except those that the store has in just this form.
func putDays(tx *sql.Tx, id int64, days []chain.Day) error {
	for _, d := range days {
		f := fees(d.Fees, d.FeesKnown)
		var same int
		err := tx.QueryRow(`SELECT difficulty = ? AND fees IS ? AND subsidy = ? AND blocks = ? AND first = ?
			FROM days WHERE day = ? ORDER BY id DESC LIMIT 1`, d.Difficulty, f, d.Subsidy, d.Blocks, d.FirstHeight, d.Date).Scan(&same)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if same == 1 {
			continue
		}
		if _, err := tx.Exec("INSERT INTO days (day, difficulty, fees, subsidy, blocks, first, read) VALUES (?, ?, ?, ?, ?, ?, ?)",
			d.Date, d.Difficulty, f, d.Subsidy, d.Blocks, d.FirstHeight, id); err != nil {
			return err
		}
		if err == nil {
			if err := putNote(tx, market.Note{Kind: "changed", Subject: d.Date.String(), Says: "the chain's figures of this day changed with a reorganisation"}); err != nil {
				return err
			}
		}
	}
	return nil
}

// DropBlocks moves the blocks above height aside: they are no longer of the main chain.
func (s *Store) DropBlocks(ctx context.Context, height int) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		var n, top int
		if err := tx.QueryRow("SELECT count(*), coalesce(max(height), 0) FROM blocks WHERE height > ?", height).Scan(&n, &top); err != nil {
			return err
		}
		if n == 0 {
			return nil
		}
		if _, err := tx.Exec("INSERT INTO stale (height, header, fees, read, at) SELECT height, header, fees, read, ? FROM blocks WHERE height > ?", now(), height); err != nil {
			return err
		}
		if _, err := tx.Exec("DELETE FROM blocks WHERE height > ?", height); err != nil {
			return err
		}
		return putNote(
			tx,
			market.Note{Kind: "reorganisation", Subject: fmt.Sprintf("blocks %d to %d", height+1, top),
				Says: fmt.Sprintf("the chain was reorganised: %d blocks were replaced", n)},
		)
	})
}

// Range is the lowest and the highest height in the store; ok is false if it has no blocks.
func (s *Store) Range() (low, high int, ok bool, err error) {
	var a, b sql.NullInt64
	err = s.db.QueryRow("SELECT (SELECT min(height) FROM blocks), (SELECT max(height) FROM blocks)").
		Scan(&a, &b)
	return int(a.Int64), int(b.Int64), a.Valid, explain(err)
}

// Run tells whether the store has the block at height, and the last height of the run of blocks that
// it has, or lacks, from there on. A run of lacking blocks that never ends has the end -1.
func (s *Store) Run(height int) (stored bool, end int, err error) {
	var n int
	var first, top sql.NullInt64
	if err := s.db.QueryRow("SELECT count(*), min(height), max(height) FROM blocks WHERE height >= ?", height).Scan(&n, &first, &top); err != nil {
		return false, 0, explain(err)
	}
	switch {
	case n == 0:
		return false, -1, nil
	case int(first.Int64) > height:
		return false, int(first.Int64) - 1, nil
	case int(top.Int64)-height+1 == n:
		return true, int(top.Int64), nil
	}
	err = s.db.QueryRow(`SELECT min(height) FROM blocks b WHERE height >= ?
		AND NOT EXISTS (SELECT 1 FROM blocks WHERE height = b.height + 1)`, height).Scan(&end)
	return true, end, explain(err)
}

// Stale is the number of blocks that reorganisations took out.
func (s *Store) Stale() (n int, err error) {
	return n, explain(s.db.QueryRow("SELECT count(*) FROM stale").Scan(&n))
}

// Blocks hands the blocks from height from to height to to visit, in order, until it gives an error.
// visit must not use the store.
func (s *Store) Blocks(ctx context.Context, from, to int, visit func(chain.Block) error) error {
	rows, err := s.db.QueryContext(
		ctx,
		"SELECT height, header, fees FROM blocks WHERE height BETWEEN ? AND ? ORDER BY height",
		from,
		to,
	)
	if err != nil {
		return explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var b chain.Block
		var header sql.RawBytes
		var f sql.NullInt64
		if err := rows.Scan(&b.Height, &header, &f); err != nil {
			return explain(err)
		}
		copy(b.Header[:], header)
		b.Fees, b.FeesKnown = units.Sat(f.Int64), f.Valid
		if err := visit(b); err != nil {
			return err
		}
	}
	return explain(rows.Err())
}

// PutRetarget adds a retarget; one that is there stays.
func (s *Store) PutRetarget(ctx context.Context, source string, src cite.Source, t chain.Retarget) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		id, err := read(tx, source, src)
		if err != nil {
			return err
		}
		_, err = tx.Exec(
			"INSERT OR IGNORE INTO turns VALUES (?, ?, ?, ?)",
			t.Height,
			t.Last[:],
			t.First[:],
			id,
		)
		return err
	})
}

// Retargets are the retargets that the store has, by height, those of its blocks included.
func (s *Store) Retargets(ctx context.Context) ([]chain.Retarget, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT height, last, first FROM turns
		UNION ALL SELECT f.height, l.header, f.header FROM blocks f JOIN blocks l ON l.height = f.height - 1
		WHERE f.height IN (`+starts+`) AND f.height NOT IN (SELECT height FROM turns) ORDER BY 1`)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var out []chain.Retarget
	for rows.Next() {
		var t chain.Retarget
		var last, first sql.RawBytes
		if err := rows.Scan(&t.Height, &last, &first); err != nil {
			return nil, explain(err)
		}
		copy(t.Last[:], last)
		copy(t.First[:], first)
		out = append(out, t)
	}
	return out, explain(rows.Err())
}

// starts lists the heights of all epochs up to the store's highest block, so that blocks are looked
// up by key instead of walked through.
const starts = `WITH RECURSIVE e(h) AS (SELECT 2016 UNION ALL SELECT h + 2016 FROM e WHERE h < (SELECT max(height) FROM blocks)) SELECT h FROM e`
