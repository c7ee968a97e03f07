package outside

import (
	"errors"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The formats that keep a text out of Windows' clipboard history, out of the
// clipboard in the cloud and from programs that watch the clipboard.
// https://learn.microsoft.com/windows/win32/dataxchg/clipboard-formats#cloud-clipboard-and-clipboard-history-formats
var privateFormats = [...]string{
	"ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory", "CanUploadToCloudClipboard",
}

const (
	unicodeText = 13     // CF_UNICODETEXT
	moveable    = 0x0002 // GMEM_MOVEABLE
)

// clipboardCalls are the functions of Windows that a clipboard is written with.
type clipboardCalls struct {
	user, kernel *windows.LazyDLL
}

func newClipboardCalls() clipboardCalls {
	return clipboardCalls{windows.NewLazySystemDLL("user32.dll"), windows.NewLazySystemDLL("kernel32.dll")}
}

// writePrivate puts a secret on the clipboard, with the wish to keep it nowhere
// else.
func writePrivate(text string) error {
	runtime.LockOSThread() // the clipboard belongs to the thread that opened it
	defer runtime.UnlockOSThread()
	c := newClipboardCalls()
	if err := c.open(); err != nil {
		return err
	}
	defer c.call(c.user, "CloseClipboard")
	if _, err := c.call(c.user, "EmptyClipboard"); err != nil {
		return err
	}
	for _, name := range privateFormats {
		format, err := c.format(name)
		if err == nil {
			err = c.put(format, make([]byte, 4)) // a DWORD of 0: no
		}
		if err != nil {
			return err // before the secret is there
		}
	}
	units, err := windows.UTF16FromString(text)
	if err != nil {
		return errors.New("it holds a null character")
	}
	return c.put(unicodeText, unsafe.Slice((*byte)(unsafe.Pointer(&units[0])), len(units)*2))
}

// open waits up to a second: another program may be at the clipboard.
func (c clipboardCalls) open() (err error) {
	for end := time.Now().Add(time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if _, err = c.call(c.user, "OpenClipboard", 0); err == nil {
			return nil
		}
	}
	return err
}

func (c clipboardCalls) format(name string) (uintptr, error) {
	text, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return 0, err
	}
	return c.call(c.user, "RegisterClipboardFormatW", uintptr(unsafe.Pointer(text)))
}

// put gives the clipboard a copy of data in one format.
func (c clipboardCalls) put(format uintptr, data []byte) error {
	handle, err := c.call(c.kernel, "GlobalAlloc", moveable, uintptr(len(data)))
	if err != nil {
		return err
	}
	at, err := c.call(c.kernel, "GlobalLock", handle)
	if err == nil {
		_, _ = c.call(c.kernel, "RtlMoveMemory", at, uintptr(unsafe.Pointer(&data[0])), uintptr(len(data)))
		_, _ = c.call(c.kernel, "GlobalUnlock", handle) // 0 also where it went well
		_, err = c.call(c.user, "SetClipboardData", format, handle)
	}
	if err != nil {
		_, _ = c.call(c.kernel, "GlobalFree", handle)
	}
	return err
}

// call calls a function that returns 0 when it fails. What the arguments point to
// stays where it is meanwhile.
//
//go:uintptrescapes
func (c clipboardCalls) call(dll *windows.LazyDLL, name string, args ...uintptr) (uintptr, error) {
	got, _, err := dll.NewProc(name).Call(args...)
	if got == 0 {
		return 0, err
	}
	return got, nil
}
