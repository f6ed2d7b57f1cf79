package stratum

import "encoding/binary"

// Type is the kind of a message of V2 (sv2-spec 08).
type Type uint8

// The messages that a mining server and its clients send.
const (
	TypeSetupConnection        Type = 0x00
	TypeSetupSuccess           Type = 0x01
	TypeSetupError             Type = 0x02
	TypeOpenStandard           Type = 0x10
	TypeOpenStandardSuccess    Type = 0x11
	TypeOpenError              Type = 0x12
	TypeOpenExtended           Type = 0x13
	TypeOpenExtendedSuccess    Type = 0x14
	TypeNewMiningJob           Type = 0x15
	TypeUpdateChannel          Type = 0x16
	TypeUpdateChannelError     Type = 0x17
	TypeCloseChannel           Type = 0x18
	TypeSubmitSharesStandard   Type = 0x1a
	TypeSubmitSharesExtended   Type = 0x1b
	TypeSubmitSharesSuccess    Type = 0x1c
	TypeSubmitSharesError      Type = 0x1d
	TypeNewExtendedMiningJob   Type = 0x1f
	TypeSetNewPrevHash         Type = 0x20
	TypeSetTarget              Type = 0x21
	TypeSetCustomMiningJob     Type = 0x22
	TypeSetCustomMiningJobFail Type = 0x24
)

// ofChannel reports whether messages of the kind begin with a channel's number and say so.
func (t Type) ofChannel() bool {
	switch t {
	case TypeNewMiningJob, TypeNewExtendedMiningJob, TypeSetNewPrevHash, TypeSetTarget,
		TypeUpdateChannel, TypeUpdateChannelError, TypeCloseChannel,
		TypeSubmitSharesStandard, TypeSubmitSharesExtended, TypeSubmitSharesSuccess, TypeSubmitSharesError:
		return true
	}
	return false
}

// Version is the version of the protocol that SetupConnection names.
const Version = 2

// What a client says of itself in SetupConnection.Flags.
const (
	RequiresStandardJobs uint32 = 1 << iota
	RequiresWorkSelection
)

// SetupConnection is the first message of a client.
type SetupConnection struct {
	Protocol               uint8 // 0 mining
	MinVersion, MaxVersion uint16
	Flags                  uint32
	Host                   string
	Port                   uint16
	Vendor, Hardware       string
	Firmware, Device       string
}

// Type is the message's kind.
func (m *SetupConnection) Type() Type { return TypeSetupConnection }

// Append adds the payload to b.
func (m *SetupConnection) Append(b []byte) []byte {
	le := binary.LittleEndian
	b = append(b, m.Protocol)
	b = le.AppendUint16(b, m.MinVersion)
	b = le.AppendUint16(b, m.MaxVersion)
	b = le.AppendUint32(b, m.Flags)
	b = appendText(b, m.Host)
	b = le.AppendUint16(b, m.Port)
	for _, text := range []string{m.Vendor, m.Hardware, m.Firmware, m.Device} {
		b = appendText(b, text)
	}
	return b
}

// Parse reads a payload.
func (m *SetupConnection) Parse(b []byte) error {
	r := reader{b: b}
	*m = SetupConnection{Protocol: r.u8(), MinVersion: r.u16(), MaxVersion: r.u16(), Flags: r.u32()}
	m.Host, m.Port = r.text(), r.u16()
	m.Vendor, m.Hardware, m.Firmware, m.Device = r.text(), r.text(), r.text(), r.text()
	return r.done()
}

// SetupSuccess answers SetupConnection: which version, and what the server asks for (0: nothing).
type SetupSuccess struct {
	Used  uint16
	Flags uint32
}

// Type is the message's kind.
func (m *SetupSuccess) Type() Type { return TypeSetupSuccess }

// Append adds the payload to b.
func (m *SetupSuccess) Append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint16(b, m.Used)
	return binary.LittleEndian.AppendUint32(b, m.Flags)
}

// Parse reads a payload.
func (m *SetupSuccess) Parse(b []byte) error {
	r := reader{b: b}
	*m = SetupSuccess{r.u16(), r.u32()}
	return r.done()
}

// SetupError refuses a connection; Flags are those that cannot be had.
type SetupError struct {
	Flags uint32
	Code  Code
}

// Type is the message's kind.
func (m *SetupError) Type() Type { return TypeSetupError }

// Append adds the payload to b.
func (m *SetupError) Append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, m.Flags)
	return appendText(b, string(m.Code))
}

// Parse reads a payload.
func (m *SetupError) Parse(b []byte) error {
	r := reader{b: b}
	*m = SetupError{r.u32(), Code(r.text())}
	return r.done()
}
