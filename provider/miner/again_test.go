package miner

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/provider/swarm"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// replayer has a share over each protocol that was acknowledged, and hands it in again wherever it can.
type replayer struct {
	s   *site
	nc  net.Conn
	in  *bufio.Reader
	v2  *swarm.Conn
	en1 [2][share.Extranonce1]byte // of the session over V1, and of the channel of V2
}

// comes connects over both protocols, in an order that numbers of sessions follow.
func (r *replayer) comes(t *testing.T, s *site, v2First bool) {
	r.s = s
	over := []func(*testing.T){r.overV1, r.overV2}
	if v2First {
		over[0], over[1] = over[1], over[0]
	}
	over[0](t)
	over[1](t)
}

func (r *replayer) overV1(t *testing.T) {
	r.nc = dial(t, r.s.v1)
	r.in = bufio.NewReader(r.nc)
	fmt.Fprintf(r.nc, greeting, "farm.a")
	said := r.line(t)
	at := strings.Index(said, `]],"`) + 4
	if _, err := hex.Decode(r.en1[0][:], []byte(said[at:at+2*share.Extranonce1])); err != nil {
		t.Fatal(said, err)
	}
	for !strings.Contains(r.line(t), "mining.notify") {
	}
}

func (r *replayer) line(t *testing.T) string {
	said, err := r.in.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return said
}

func (r *replayer) overV2(t *testing.T) {
	var err error
	if r.v2, err = swarm.DialV2(t.Context(), r.s.v2, r.s.key); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.v2.Close() })
	open := &stratum.OpenChannel{Extended: true, User: "farm.a"}
	for i := range open.MaxTarget {
		open.MaxTarget[i] = 0xff
	}
	r.v2.Send(&stratum.SetupConnection{MinVersion: 2, MaxVersion: 2})
	r.v2.Send(open)
	opened := stratum.OpenSuccess{Extended: true}
	if err := opened.Parse(r.frame(t, opened.Type()).Payload); err != nil {
		t.Fatal(err)
	}
	r.en1[1] = [share.Extranonce1]byte(opened.Prefix)
	r.frame(t, stratum.TypeSetNewPrevHash)
}

func (r *replayer) frame(t *testing.T, one ...stratum.Type) stratum.Frame {
	for {
		f, err := r.v2.Receive()
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range one {
			if f.Type == kind {
				return f
			}
		}
	}
}

// level is what miners begin at.
const level share.Level = 10

// handIn hands a share in over V1 or V2, as one of the job in hand, and gives why it is refused.
func (r *replayer) handIn(t *testing.T, v2 bool, one share.Share) string {
	j := r.s.bench.Current()
	if v2 {
		r.v2.Send(&stratum.SubmitShares{
			Extended: true, Channel: 2, Job: jobs.Name(j.ID, level), Nonce: one.Nonce, Time: one.Time,
			Version: one.Version, Extranonce: one.En2[:],
		})
		f := r.frame(t, stratum.TypeSubmitSharesSuccess, stratum.TypeSubmitSharesError)
		var no stratum.SubmitError
		if f.Type == stratum.TypeSubmitSharesError && no.Parse(f.Payload) != nil {
			t.Fatal("a refusal that is none")
		}
		return string(no.Code)
	}
	fmt.Fprintf(r.nc, `{"id":9,"method":"mining.submit","params":["farm.a","%s","%x","%08x","%08x"]}`+"\n",
		jobs.Text(j.ID, level), one.En2, one.Time, one.Nonce)
	for {
		said := r.line(t)
		if !strings.Contains(said, `"id":9,`) {
			continue
		}
		if strings.Contains(said, `"result":true`) {
			return ""
		}
		return said
	}
}

// TestReplayedBehindAKill: shares that were acknowledged before a kill are handed in behind it, by a client
// whose session has the number of then, over the protocol of then and over the other one, as work of the job
// that is in hand now, with the same header: each is a duplicate, before the kill and behind two of them.
func TestReplayedBehindAKill(t *testing.T) {
	work := template(1)
	var shares [2]share.Share
	dir := t.TempDir()
	for life := range 3 {
		s := beginIn(t, dir, func(o *Options) {
			o.Rand = rand.NewChaCha8([32]byte{1}) // so that sessions have the same numbers in each life
			o.Interval = time.Hour                // and levels stay
		})
		if err := s.SetTemplate(work); err != nil {
			t.Fatal(err)
		}
		r := &replayer{}
		r.comes(t, s, life == 2)
		for i := range shares {
			one := &shares[i]
			if life > 0 {
				over := i == 1 != (life == 2) // in the last life by the other protocol
				if en1 := r.en1[map[bool]int{true: 1}[over]]; en1 != one.En1 {
					t.Fatalf("life %d: the session has number %x, that of then had %x", life, en1, one.En1)
				}
				if why := r.handIn(t, over, *one); !strings.Contains(strings.ToLower(why), "duplicate") {
					t.Errorf("life %d: the share of protocol %d is answered %q", life, i+1, why)
				}
				continue
			}
			j := s.bench.Current()
			*one = share.Share{Job: j.ID, En1: r.en1[i], Time: j.Time, Version: j.Version, Level: level}
			for met := false; !met; one.Nonce++ {
				header, err := j.Job.Header(one)
				if err != nil {
					t.Fatal(err)
				}
				if met = level.Met(share.Hash(header[:])); met {
					break
				}
			}
			if why := r.handIn(t, i == 1, *one); why != "" {
				t.Fatalf("an honest share: %s", why)
			}
			if why := r.handIn(t, i == 1, *one); !strings.Contains(strings.ToLower(why), "duplicate") {
				t.Errorf("at once again: %q", why)
			}
		}
		dir = killed(t, dir)
	}
	if kept := recheck(t, finished(t, dir)); len(kept) != len(shares) {
		t.Errorf("%d shares are kept of %d", len(kept), len(shares))
	}
}

// killed is what a kill at this moment leaves of a folder.
func killed(t *testing.T, dir string) string {
	left := t.TempDir()
	if err := os.CopyFS(left, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return left
}

// finished is a folder whose segments are all sealed: a server begins on it and ends.
func finished(t *testing.T, dir string) string {
	beginIn(t, dir, nil).end()
	return dir
}

// TestUnusedChannelsGo: whoever opens channels and never uses them is gone within the time that a connection
// may say nothing, and leaves nothing behind: neither places nor numbers.
func TestUnusedChannelsGo(t *testing.T) {
	s := begin(t, func(o *Options) { o.Limits.Idle, o.Limits.Rest = time.Second, time.Second })
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		c, err := swarm.DialV2(t.Context(), s.v2, s.key)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		open := &stratum.OpenChannel{User: "farm.unused"}
		for i := range open.MaxTarget {
			open.MaxTarget[i] = 0xff
		}
		c.Send(&stratum.SetupConnection{MinVersion: 2, MaxVersion: 2})
		for range 50 {
			c.Send(open)
		}
		opened := 0
		for {
			f, err := c.Receive()
			if f.Type == stratum.TypeOpenStandardSuccess {
				opened++
			}
			if err != nil {
				if opened == 0 {
					t.Errorf("no channel was opened: %v", err)
				}
				break // it was closed
			}
		}
	}
	left := func() (n int) {
		s.door.mu.Lock()
		n = s.door.size + s.door.places + len(s.door.addresses) + len(s.door.strangers)
		s.door.mu.Unlock()
		s.numbers.mu.Lock()
		defer s.numbers.mu.Unlock()
		for _, word := range s.numbers.used {
			if word != 0 {
				n++
			}
		}
		return n
	}
	for since := time.Now(); left() > 0; time.Sleep(time.Millisecond) {
		if time.Since(since) > patience {
			t.Fatalf("%d things are left of them", left())
		}
	}
}
