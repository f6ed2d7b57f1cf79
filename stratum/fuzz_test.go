package stratum

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/assaymining/assay/internal/script"
)

// FuzzHandshake makes a handshake whose acts are changed on their way as a script says. Unchanged it ends
// with the same ciphers on both sides; changed it ends with an error at the client.
func FuzzHandshake(f *testing.F) {
	random := rand.NewChaCha8([32]byte{2})
	draw := func() Key {
		var secret [32]byte
		random.Read(secret[:])
		k, err := NewKey(secret, random)
		if err != nil {
			f.Fatal(err)
		}
		return k
	}
	authority := draw()
	client, ephemeral, static := draw(), draw(), draw()
	certificate, err := Certify([32]byte(authority.secret.Serialize()), static.X(), 10, 20)
	if err != nil {
		f.Fatal(err)
	}
	server := Responder{static, certificate}
	f.Add([]byte{})
	for _, at := range []byte{0, 31, 32, 63, 64, 143, 144, 145, 160, 233} { // the edges of what the acts hold
		f.Add([]byte{1, 0, at, 0, 1})
		f.Add([]byte{2, 0, at, 0, 128})
		f.Add([]byte{3, 0, at, 0, 2, 0, at, 0, 2})
	}
	f.Add(append([]byte{1, 0xfd, 0, 0}, bytes.Repeat([]byte{0xff}, 32)...)) // beyond the field's order
	f.Add(append([]byte{2, 0xfd, 0, 0}, make([]byte, 32)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		s := script.Of(b, 200)
		which := s.Byte()
		i := NewInitiator(client)
		sent := i.Act1()
		act1 := sent
		if which&1 != 0 {
			copy(act1[:], s.Change(sent[:]))
		}
		answer, theirs, err := server.Answer(act1, ephemeral)
		if err != nil || len(answer) != Act2Size {
			t.Fatalf("%x is answered by %d bytes, %v", act1, len(answer), err) // any 64 bytes are a key
		}
		act2 := [Act2Size]byte(answer)
		if which&2 != 0 {
			copy(act2[:], s.Change(answer))
		}
		ours, err := i.Finish(act2, authority.X(), 15)
		if same := act1 == sent && bytes.Equal(act2[:], answer); same != (err == nil) {
			t.Fatalf("%x, %x: unchanged %v, %v", act1, act2, same, err)
		}
		if err != nil {
			return
		}
		sealed := ours.ToServer.Seal(nil, (&Frame{Type: 7, Payload: []byte{8}}).encode(nil))
		fr, n, err := theirs.ToServer.OpenHead([SealedHead]byte(sealed))
		if err != nil || n != 1 || fr.Type != 7 {
			t.Fatalf("%+v, %d, %v", fr, n, err)
		}
	})
}

// transport are frames of a script, sealed one behind the other.
func transport(s *script.Script) (frames [][]byte, sealed []byte) {
	c := NewCipher([32]byte{1})
	for range 1 + s.Byte()%5 {
		size := int(s.Byte())
		if size > 250 { // payloads of two blocks
			size = maxPlain - 252 + size
		}
		frame := (&Frame{Type: Type(s.Byte()), Channel: size&1 == 1, Payload: make([]byte, size)}).encode(nil)
		frames = append(frames, frame)
		sealed = c.Seal(sealed, frame)
	}
	return frames, sealed
}

// FuzzTransport opens sealed frames that were changed at one place: those before it are as they were, nothing
// of it or behind it is opened.
func FuzzTransport(f *testing.F) {
	for i := range byte(8) {
		f.Add([]byte{3, 9, 1, 60, 2, 255, 3, 0, 4, 1, i, 30 * i, 0, 1 + i, 2})
	}
	f.Add([]byte{1, 0, 0, 252, 1, 1, 3, 22, 0, 0})
	f.Add([]byte{0, 251, 0, 1, 2, 16, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		s := script.Of(b, 300)
		frames, sealed := transport(s)
		came := sealed
		if s.Byte() != 0 {
			came = s.Change(sealed)
		}
		good := 0 // bytes that are as they were
		for good < min(len(came), len(sealed)) && came[good] == sealed[good] {
			good++
		}
		c := NewCipher([32]byte{1})
		for n, at := 0, 0; len(came)-at >= SealedHead; n++ {
			head, length, err := c.OpenHead([SealedHead]byte(came[at:]))
			at += SealedHead
			if whole := at <= good; whole != (err == nil) {
				t.Fatalf("head %d: as sent %v, %v", n, whole, err)
			}
			if err != nil || len(came)-at < SealedSize(length) {
				return
			}
			payload, err := c.OpenPayload(bytes.Clone(came[at : at+SealedSize(length)]))
			at += SealedSize(length)
			if whole := at <= good; whole != (err == nil) {
				t.Fatalf("payload %d: as sent %v, %v", n, whole, err)
			}
			if err != nil {
				return
			}
			head.Payload = payload
			if !bytes.Equal(head.encode(nil), frames[n]) {
				t.Fatalf("frame %d came as %+v", n, head)
			}
		}
	})
}
