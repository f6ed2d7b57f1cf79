package stratum

import "encoding/binary"

// Sizes of extranonces in V2.
const maxExtranonce = 32

// OpenChannel asks for a channel: standard (a header-only device) or extended.
type OpenChannel struct {
	Extended      bool
	Request       uint32
	User          string
	Hashrate      float32  // H/s, as the client believes
	MaxTarget     [32]byte // little-endian
	MinExtranonce uint16   // of an extended channel
}

// Type is the message's kind.
func (m *OpenChannel) Type() Type {
	if m.Extended {
		return TypeOpenExtended
	}
	return TypeOpenStandard
}

// Append adds the payload to b.
func (m *OpenChannel) Append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, m.Request)
	b = appendText(b, m.User)
	b = appendF32(b, m.Hashrate)
	b = append(b, m.MaxTarget[:]...)
	if m.Extended {
		b = binary.LittleEndian.AppendUint16(b, m.MinExtranonce)
	}
	return b
}

// Parse reads the payload of an OpenStandardMiningChannel, or of an OpenExtendedMiningChannel where Extended
// was set before.
func (m *OpenChannel) Parse(b []byte) error {
	r := reader{b: b}
	*m = OpenChannel{Extended: m.Extended, Request: r.u32(), User: r.text(), Hashrate: r.f32()}
	m.MaxTarget = r.u256()
	if m.Extended {
		m.MinExtranonce = r.u16()
	}
	return r.done()
}

// OpenSuccess answers OpenChannel of either kind.
type OpenSuccess struct {
	Extended         bool
	Request, Channel uint32
	Target           [32]byte // little-endian
	ExtranonceSize   uint16   // of an extended channel: what the client turns
	Prefix           []byte   // at most 32 bytes
	Group            uint32
}

// Type is the message's kind.
func (m *OpenSuccess) Type() Type {
	if m.Extended {
		return TypeOpenExtendedSuccess
	}
	return TypeOpenStandardSuccess
}

// Append adds the payload to b.
func (m *OpenSuccess) Append(b []byte) []byte {
	le := binary.LittleEndian
	b = le.AppendUint32(b, m.Request)
	b = le.AppendUint32(b, m.Channel)
	b = append(b, m.Target[:]...)
	if m.Extended {
		b = le.AppendUint16(b, m.ExtranonceSize)
	}
	b = appendShort(b, m.Prefix)
	return le.AppendUint32(b, m.Group)
}

// Parse reads a payload, of the kind that Extended says.
func (m *OpenSuccess) Parse(b []byte) error {
	r := reader{b: b}
	*m = OpenSuccess{Extended: m.Extended, Request: r.u32(), Channel: r.u32(), Target: r.u256()}
	if m.Extended {
		m.ExtranonceSize = r.u16()
	}
	m.Prefix = r.short(maxExtranonce)
	m.Group = r.u32()
	return r.done()
}

// OpenError refuses a channel.
type OpenError struct {
	Request uint32
	Code    Code
}

// Type is the message's kind.
func (m *OpenError) Type() Type { return TypeOpenError }

// Append adds the payload to b.
func (m *OpenError) Append(b []byte) []byte {
	return appendText(binary.LittleEndian.AppendUint32(b, m.Request), string(m.Code))
}

// Parse reads a payload.
func (m *OpenError) Parse(b []byte) error {
	r := reader{b: b}
	*m = OpenError{r.u32(), Code(r.text())}
	return r.done()
}

// UpdateChannel tells of another hashrate or another largest target.
type UpdateChannel struct {
	Channel   uint32
	Hashrate  float32
	MaxTarget [32]byte
}

// Type is the message's kind.
func (m *UpdateChannel) Type() Type { return TypeUpdateChannel }

// Append adds the payload to b.
func (m *UpdateChannel) Append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, m.Channel)
	return append(appendF32(b, m.Hashrate), m.MaxTarget[:]...)
}

// Parse reads a payload.
func (m *UpdateChannel) Parse(b []byte) error {
	r := reader{b: b}
	*m = UpdateChannel{r.u32(), r.f32(), r.u256()}
	return r.done()
}

// Reason is a message of a channel that is only its number and a code: CloseChannel, UpdateChannel.Error.
type Reason struct {
	Kind    Type
	Channel uint32
	Code    Code
}

// Type is the message's kind.
func (m *Reason) Type() Type { return m.Kind }

// Append adds the payload to b.
func (m *Reason) Append(b []byte) []byte {
	return appendText(binary.LittleEndian.AppendUint32(b, m.Channel), string(m.Code))
}

// Parse reads a payload.
func (m *Reason) Parse(b []byte) error {
	r := reader{b: b}
	*m = Reason{m.Kind, r.u32(), Code(r.text())}
	return r.done()
}

// SetTarget sets the target of a channel's jobs to come.
type SetTarget struct {
	Channel uint32
	Target  [32]byte
}

// Type is the message's kind.
func (m *SetTarget) Type() Type { return TypeSetTarget }

// Append adds the payload to b.
func (m *SetTarget) Append(b []byte) []byte {
	return append(binary.LittleEndian.AppendUint32(b, m.Channel), m.Target[:]...)
}

// Parse reads a payload.
func (m *SetTarget) Parse(b []byte) error {
	r := reader{b: b}
	*m = SetTarget{r.u32(), r.u256()}
	return r.done()
}

// CustomJobError refuses SetCustomMiningJob, which belongs to the declaration of jobs.
type CustomJobError struct {
	Channel, Request uint32
	Code             Code
}

// Type is the message's kind.
func (m *CustomJobError) Type() Type { return TypeSetCustomMiningJobFail }

// Append adds the payload to b.
func (m *CustomJobError) Append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, m.Channel)
	return appendText(binary.LittleEndian.AppendUint32(b, m.Request), string(m.Code))
}

// Parse reads a payload. Of SetCustomMiningJob itself it reads the first two fields, which are the same.
func (m *CustomJobError) Parse(b []byte) error {
	r := reader{b: b}
	*m = CustomJobError{Channel: r.u32(), Request: r.u32()}
	return r.done()
}
