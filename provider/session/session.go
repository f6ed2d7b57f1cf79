// Package session is what a mining server says to one miner, as state machines over messages: V1 over lines
// of Stratum V1, V2 over frames of Stratum V2.
//
// Main types: Config (what all sessions share), V1, V2, Heard (what is to be done about a message). Both
// judge shares by package jobs, each by the level of the job that it names, and choose levels alike.
//
// It opens no socket and reads no clock: messages and the time are passed in, and what is to be sent comes
// back as bytes. An answer to a share that was taken is to be held back until the share is on disk.
//
// What clients send, and where they differ from each other: minerd 2.5.1, cgminer 4.11.1, bfgminer 5,
// ESP-Miner@5c27713, sri's mining device and translator (stratum-mining/sv2-apps@64f7083).
//
// Nothing in it is promised to other modules.
package session

import (
	"errors"
	"math"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// Workers gives each worker its number in the published table. A name that cannot have one is an error.
type Workers interface {
	Worker(name string) (uint32, error)
}

// Places are asked for each channel of a connection behind its first: work for it costs as much as for a
// connection of its own.
type Places interface {
	Take() bool // false where there is no place
	Leave()     // gives one back
}

// Config is what all sessions of a server share.
type Config struct {
	Bench   *jobs.Bench
	Workers Workers
	// Extranonce draws the first extranonce of a session or channel; no two are alike.
	Extranonce func() [share.Extranonce1]byte
	// Return takes back what Extranonce drew for a session or channel that is over; nil forgets it.
	Return   func([share.Extranonce1]byte)
	Start    share.Level // of a miner that says nothing of itself
	Min, Max share.Level
	Interval float64 // seconds between two shares of a miner that levels aim at
}

// Check says what of a configuration is out of bounds.
func (c *Config) Check() error {
	switch {
	case c.Bench == nil || c.Workers == nil || c.Extranonce == nil:
		return errors.New("session: a part is missing")
	case !c.Min.Valid() || !c.Max.Valid() || c.Start < c.Min || c.Start > c.Max:
		return errors.New("session: levels out of order")
	case !(c.Interval >= 0.1 && c.Interval <= 3600):
		return errors.New("session: an interval between shares beyond 0.1 and 3,600 seconds")
	}
	return nil
}

// Heard is what is to be done about a message. Its bytes last until the session is asked again.
type Heard struct {
	Answer []byte // in the order of the messages
	Push   []byte // notifications: at once, behind an Answer that is not held back
	// Taken says that Share is to be kept, and Answer held back until it is on disk.
	Taken bool
	Share share.Share
	// Judged is set where a share was looked at. Where Judged.Block is set, the block is to be submitted
	// before anything else.
	Judged jobs.Judged
	Code   stratum.Code // why a share is refused, also one that could not be looked at
	Bad    bool         // it counts against the sender
	End    bool         // the connection is to be closed when Answer is sent
}

func (h *Heard) reset() {
	*h = Heard{Answer: h.Answer[:0], Push: h.Push[:0]}
}

func (c *Config) giveBack(en1 [share.Extranonce1]byte) {
	if c.Return != nil {
		c.Return(en1)
	}
}

// level keeps a level within the configuration's bounds, and a client's own.
func (c *Config) level(k, least share.Level) share.Level {
	return min(max(k, c.Min, least), c.Max)
}

// levelOf is the level at which a hashrate, in H/s, finds a share each Interval.
func (c *Config) levelOf(rate float64) share.Level {
	k := math.Log2(rate * c.Interval)
	if !(k > 0) { // no number among them
		return 0
	}
	return share.Level(min(k, float64(share.MaxLevel)))
}

// handed are the jobs and levels that a session was sent lately. A client may name no other: it would choose
// its own level.
type handed struct {
	ring [32]uint32 // their names on V2, which hold both
	next uint8
}

func (h *handed) add(job uint32, k share.Level) {
	h.ring[h.next] = jobs.Name(job, k)
	h.next = (h.next + 1) % uint8(len(h.ring))
}

func (h *handed) has(job uint32, k share.Level) bool {
	if !k.Valid() || job == 0 || job > jobs.MaxJob {
		return false
	}
	name := jobs.Name(job, k)
	for _, was := range h.ring {
		if was == name {
			return true
		}
	}
	return false
}

// had reports whether the current job was sent at a level before.
func (c *Config) had(h *handed, k share.Level) bool {
	j := c.Bench.Current()
	return j != nil && h.has(j.ID, k)
}

// goodName reports whether a name may stand in the table of workers: printable ASCII without spaces, at most
// 96 bytes ("facility.worker"; an address of Bitcoin has up to 90).
func goodName(name []byte) bool {
	if len(name) == 0 || len(name) > 96 {
		return false
	}
	for _, c := range name {
		if c <= ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// vardiff looks at how fast shares come, one window after another.
type vardiff struct {
	since int64 // milliseconds since 1970
	n     int
	work  float64 // hashes that the shares of the window count
	known bool    // a share came in an earlier window
}

// Windows end after so many shares, or so many intervals.
const (
	windowShares    = 12
	windowIntervals = 8
	leastSeconds    = 0.05 // a shorter window says too little of the rate

	// Of a miner that has not handed in any share yet: one that finds a share each interval is silent for so
	// long once in twenty times, and comes back up with its first twelve shares. A processor that mines finds
	// nothing for days at the level that machines begin at, and its owner gives up within minutes.
	firstIntervals = 3
	firstStep      = 4
)

func (v *vardiff) count(k share.Level) {
	v.n++
	v.work += math.Exp2(float64(k))
}

// next is the level to go on with. Within a factor of two of what is aimed at it stays: twelve shares tell
// a rate to 29 percent.
func (v *vardiff) next(c *Config, now int64, k share.Level) share.Level {
	seconds := float64(now-v.since) / 1000
	if !v.known && v.n == 0 {
		if seconds < firstIntervals*c.Interval {
			return k
		}
		v.since = now
		return k - min(k, firstStep)
	}
	if seconds < leastSeconds || v.n < windowShares && seconds < windowIntervals*c.Interval {
		return k
	}
	hashes := v.work
	if v.n < windowShares {
		hashes += 0.7 * math.Exp2(float64(k)) // none seen is not none made
	}
	*v = vardiff{since: now, known: true}
	ideal := math.Log2(hashes / seconds * c.Interval)
	if math.Abs(ideal-float64(k)) < 1 {
		return k
	}
	return share.Level(min(max(math.Round(ideal), 0), float64(share.MaxLevel)))
}

// targetOf is a level's target as V2 writes it: 2^(256-k) - 1, little-endian.
func targetOf(k share.Level) (target [32]byte) {
	for i := range target {
		target[i] = 0xff
	}
	for bit := 256 - int(k); bit < 256; bit++ {
		target[bit/8] &^= 1 << (bit % 8)
	}
	return target
}

// leastLevel is the first level whose target is not above a client's largest; false where there is none.
func leastLevel(most [32]byte) (share.Level, bool) {
	for k := share.Level(0); k <= share.MaxLevel; k++ {
		target := targetOf(k)
		for i := 31; ; i-- {
			if i < 0 || target[i] < most[i] {
				return k, true
			}
			if target[i] > most[i] {
				break
			}
		}
	}
	return 0, false
}

// refuses is why a share's sender is counted as bad: what no client does by mistake or by being late.
func refuses(code stratum.Code) bool { return code != "" && code != stratum.Stale }
