package web

import (
	"container/list"
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/singleflight"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/market"
)

// markets keeps simulated markets, so that a changed term is judged on the same one at once. Those
// longest unused go first where the memory is used up. Requests for the same market wait for one.
type markets struct {
	history *market.History
	most    int // bytes
	flight  singleflight.Group

	mu    sync.Mutex
	bytes int
	known map[assay.MarketKey]*list.Element
	used  *list.List // of *assay.Market, latest first
}

func newMarkets(h *market.History, most int) *markets {
	return &markets{history: h, most: most, known: map[assay.MarketKey]*list.Element{}, used: list.New()}
}

// within gives markets as long as the context lasts, so that a judgement whose reader has gone ends
// before it is simulated.
func (m *markets) within(ctx context.Context) func(assay.MarketKey) (*assay.Market, error) {
	return func(key assay.MarketKey) (*assay.Market, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return m.get(key)
	}
}

// get is the market of a key.
func (m *markets) get(key assay.MarketKey) (*assay.Market, error) {
	if kept := m.find(key); kept != nil {
		return kept, nil
	}
	made, err, _ := m.flight.Do(fmt.Sprintf("%+v", key), func() (any, error) {
		if kept := m.find(key); kept != nil {
			return kept, nil
		}
		made, err := assay.NewMarket(key, m.history)
		if err == nil {
			m.keep(made)
		}
		return made, err
	})
	if err != nil {
		return nil, err
	}
	return made.(*assay.Market), nil
}

func (m *markets) find(key assay.MarketKey) *assay.Market {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.known[key]
	if e == nil {
		return nil
	}
	m.used.MoveToFront(e)
	return e.Value.(*assay.Market)
}

func (m *markets) keep(made *assay.Market) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known[made.Key] = m.used.PushFront(made)
	m.bytes += made.Bytes()
	for m.bytes > m.most && m.used.Len() > 1 {
		last := m.used.Back()
		old := m.used.Remove(last).(*assay.Market)
		delete(m.known, old.Key)
		m.bytes -= old.Bytes()
	}
}
