package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/trace"
)

// Keep adds transactions in one step; the place of one that is there is replaced.
func (s *Store) Keep(ctx context.Context, txs []trace.Tx) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		insert, err := tx.PrepareContext(ctx, `INSERT INTO transactions VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET block = excluded.block, height = excluded.height,
				time = excluded.time`)
		if err != nil {
			return err
		}
		defer insert.Close()
		for _, t := range txs {
			var block any
			if t.Place.Mined() {
				block = t.Place.Block[:]
			}
			if _, err := insert.ExecContext(ctx, t.ID[:], t.Bytes, block, t.Place.Height,
				t.Place.Time); err != nil {
				return fmt.Errorf("transaction %s: %w", t.ID, err)
			}
		}
		return nil
	})
}

// Kept are those of the transactions that the store has, in the order of the IDs. Their bytes are held to
// their hash.
func (s *Store) Kept(ctx context.Context, ids []chain.Hash) ([]trace.Tx, error) {
	find, err := s.db.PrepareContext(ctx, "SELECT bytes, block, height, time FROM transactions WHERE id = ?")
	if err != nil {
		return nil, explain(err)
	}
	defer find.Close()
	var out []trace.Tx
	for _, id := range ids {
		var bytes, block []byte
		var place trace.Place
		err := find.QueryRowContext(ctx, id[:]).Scan(&bytes, &block, &place.Height, &place.Time)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, explain(err)
		}
		t, err := trace.ParseTx(bytes)
		if err != nil || t.ID != id {
			return nil, fmt.Errorf("transaction %s: %w", id, ErrDamaged)
		}
		if len(block) == len(place.Block) {
			copy(place.Block[:], block)
			t.Place = place
		}
		out = append(out, t)
	}
	return out, nil
}
