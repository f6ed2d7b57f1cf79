package ingest

import (
	"context"
	"fmt"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
)

// part is one answer of a source.
type part struct {
	from   int
	blocks []chain.Block
	src    cite.Source
	err    error
}

// span is a run of heights, both included.
type span struct{ from, to int }

// batches cuts the heights from from to to into runs of size.
func batches(from, to, size int) (out []span) {
	for at := from; at <= to; at += size {
		out = append(out, span{at, min(to, at+size-1)})
	}
	return out
}

// question asks for the blocks of a span.
type question func(ctx context.Context, from, to int) ([]chain.Block, cite.Source, error)

// inOrder asks for the spans, several at once, and hands the answers to take in the order of the
// spans, until one fails. It returns when nothing is under way any more.
func (u *Update) inOrder(ctx context.Context, spans []span, ask question, take func(part) error) error {
	outer := ctx
	ctx, cancel := context.WithCancel(outer)
	defer cancel()
	queue := make(chan chan part, u.Workers)
	go func() {
		defer close(queue)
		for _, sp := range spans {
			slot := make(chan part, 1)
			select {
			case <-ctx.Done():
				return
			case queue <- slot: // no more than Workers wait here
			}
			go func() {
				blocks, src, err := ask(ctx, sp.from, sp.to)
				if err == nil && len(blocks) != sp.to-sp.from+1 {
					err = fmt.Errorf("%s gave %d blocks instead of %d", u.Name, len(blocks), sp.to-sp.from+1)
				}
				slot <- part{sp.from, blocks, src, err}
			}()
		}
	}()
	var err error
	for slot := range queue {
		p := <-slot
		if err != nil {
			continue // only waiting for what is under way
		}
		if err = p.err; err == nil {
			err = take(p)
		}
		if err != nil {
			cancel()
		}
	}
	if err == nil {
		err = outer.Err()
	}
	return err
}

// fetch asks for the blocks up to height to and stores them as they stand the checks.
func (w *walk) fetch(ctx context.Context, to int, r *Result) error {
	from := w.check.Height() + 1
	total := to - from + 1
	return w.inOrder(ctx, batches(from, to, w.Batch), w.Chain.Blocks, func(p part) error {
		for _, b := range p.blocks {
			if err := w.add(b); err != nil {
				return fmt.Errorf("%s: %w", w.Name, err)
			}
		}
		days := w.tally.Done(w.check.MedianTime())
		if err := w.Store.PutBlocks(ctx, w.Name, p.src, p.blocks, days); err != nil {
			return err
		}
		r.Blocks += len(p.blocks)
		r.Days += len(days)
		w.Progress("blocks", p.from+len(p.blocks)-from, total)
		return nil
	})
}
