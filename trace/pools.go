package trace

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"sync"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
)

//go:embed data/pools-v2.json
var poolsJSON []byte

// How a pool was told. A tag is text that anybody may write: a claim.
const (
	ByAddress = "address"
	ByTag     = "tag"
	ByNone    = "none"
)

// pool is who a coinbase is told to be of.
type pool struct {
	Name string
	By   string // ByAddress, ByTag or ByNone
}

type pools struct {
	names     []string
	byScript  map[string]int // first pool of the list that names the script
	tags      []*regexp.Regexp
	tagged    []int
	addresses int
}

// known is the embedded list, read once.
var known = sync.OnceValue(func() *pools {
	var list []struct {
		Name      string
		Addresses []string
		Tags      []string
	}
	if err := json.Unmarshal(poolsJSON, &list); err != nil {
		panic("trace: embedded pools: " + err.Error())
	}
	p := &pools{byScript: map[string]int{}}
	for i, l := range list {
		p.names = append(p.names, l.Name)
		for _, text := range l.Addresses {
			a, err := ParseAddress(text)
			if err != nil {
				panic("trace: embedded pools: " + err.Error())
			}
			if _, taken := p.byScript[string(a.Script)]; !taken {
				p.byScript[string(a.Script)] = i
				p.addresses++
			}
		}
		for _, tag := range l.Tags {
			p.tags = append(p.tags, regexp.MustCompile("(?i)"+tag))
			p.tagged = append(p.tagged, i)
		}
	}
	return p
})

// poolOf tells the pool of a coinbase: by an address that it pays to, else by a tag in its script, in the
// order of the list. Tags are those of mainnet and are looked for on every network; addresses count on
// mainnet alone. Source: mempool/mining-pools README.md, which matches in this order.
func poolOf(coinbase Tx, n chain.Network) pool {
	p := known()
	if n.Name == chain.Mainnet().Name {
		for _, o := range coinbase.Outputs {
			if i, ok := p.byScript[string(o.Script)]; ok {
				return pool{p.names[i], ByAddress}
			}
		}
	}
	for i, tag := range p.tags {
		if tag.Match(coinbase.Script) {
			return pool{p.names[p.tagged[i]], ByTag}
		}
	}
	return pool{By: ByNone}
}

// poolLists are the embedded lists and their dates.
func poolLists() []cite.Source {
	return []cite.Source{
		{
			What:    "mining pools: addresses and tags of coinbases, commit 6abbdc8, 2026-02-24",
			URL:     "https://github.com/mempool/mining-pools",
			Read:    "2026-11-29",
			Licence: "MIT",
			Hash:    cite.Hash(poolsJSON),
		},
		{
			What: "exchanges, mixers and other custodians: GraphSense TagPacks, commit 29ff93c, " +
				"2026-05-12",
			URL:     "https://github.com/graphsense/graphsense-tagpacks",
			Read:    "2026-11-29",
			Licence: "MIT",
			Hash:    cite.Hash(custodiansCSV),
		},
	}
}
