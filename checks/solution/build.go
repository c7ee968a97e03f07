package solution

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// Parts are what a package is built from: exported solutions, in either order,
// and the documents. Their bytes are not touched.
type Parts struct {
	Connector, Flow checks.File
	Intro           checks.File
	Custom          *checks.File // customProperties.json, nil for none
}

// Build makes a package: the same parts make the same bytes. The error joins
// all reasons why it can't be built; what the rules say of the result is the
// matter of Judge.
func Build(parts Parts) ([]byte, error) {
	connector, flow, err := sorted(parts.Connector, parts.Flow)
	if len(bytes.TrimSpace(parts.Intro.Data)) == 0 {
		err = errors.Join(err, errors.New("intro.md is empty"))
	}
	if err != nil {
		return nil, err
	}
	names := [2]string{solutionName(connector.Name, "ConnectorSolution.zip"), solutionName(flow.Name, "FlowSolution.zip")}
	if strings.EqualFold(names[0], names[1]) {
		names = [2]string{"ConnectorSolution.zip", "FlowSolution.zip"}
	}
	inner, err := pack([]checks.File{{Name: assetsName + "/" + names[0], Data: connector.Data}, {Name: assetsName + "/" + names[1], Data: flow.Data}})
	if err != nil {
		return nil, err
	}
	outer := []checks.File{{Name: introName, Data: parts.Intro.Data}, {Name: "package.zip", Data: inner}}
	if parts.Custom != nil {
		outer = append(outer, checks.File{Name: customProperties, Data: parts.Custom.Data})
	}
	return pack(outer)
}

func solutionName(name, otherwise string) string {
	name = base(strings.ReplaceAll(name, `\`, "/"))
	if !hasExt(name, ".zip") || climbs(name) != "" {
		return otherwise
	}
	return name
}

// sorted tells which of two solutions is the connector's and which the flow's.
func sorted(a, b checks.File) (connector, flow checks.File, err error) {
	x, errX := only(a)
	y, errY := only(b)
	switch {
	case errX != nil || errY != nil:
		return a, b, errors.Join(errX, errY)
	case x.workflows == nil && y.workflows != nil:
		connector, flow = a, b
	case y.workflows == nil && x.workflows != nil:
		connector, flow, x, y = b, a, y, x
	case x.workflows != nil:
		return a, b, fmt.Errorf("%s and %s both hold a flow; one must hold the connector alone", shown(base(a.Name)), shown(base(b.Name)))
	default:
		return a, b, fmt.Errorf("neither %s nor %s holds a flow", shown(base(a.Name)), shown(base(b.Name)))
	}
	if x.connectors == nil {
		return a, b, fmt.Errorf("%s holds no connector", shown(base(connector.Name)))
	}
	return connector, flow, nil
}

// only is the solution that a file is.
func only(f checks.File) (*Solution, error) {
	p := Read(f.Name, f.Data)
	switch {
	case p.Outer.Problem != "":
		return nil, fmt.Errorf("%s %s", shown(f.Name), p.Outer.Problem)
	case p.Outer.solution == nil:
		return nil, fmt.Errorf("%s is no exported solution: it has neither %s nor %s", shown(f.Name), customizationsName, manifestName)
	case p.Outer.solution.Customizations.root == nil:
		return nil, fmt.Errorf("%s: customizations.xml %s", shown(f.Name), p.Outer.solution.Customizations.problem)
	}
	return p.Outer.solution, nil
}

// pack writes an archive: no times, no extra fields, .zip files as they are.
func pack(files []checks.File) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		packed, method := f.Data, zip.Store
		if !hasExt(f.Name, ".zip") {
			packed, method = deflated(f.Data), zip.Deflate
		}
		h := &zip.FileHeader{
			Name: f.Name, Method: method, CreatorVersion: 3<<8 | 20, ReaderVersion: 20, ExternalAttrs: 0o100644 << 16,
			//lint:ignore SA1019 CreateRaw writes these fields as they are and does not look at Modified
			ModifiedDate: 1<<5 | 1, // 1 January 1980, where the format's time begins
			CRC32:        crc32.ChecksumIEEE(f.Data), UncompressedSize64: uint64(len(f.Data)), CompressedSize64: uint64(len(packed)),
		}
		if strings.ContainsFunc(f.Name, func(r rune) bool { return r > 0x7e }) {
			h.Flags = 0x800
		}
		out, err := w.CreateRaw(h)
		if err != nil {
			return nil, err
		}
		if _, err := out.Write(packed); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func deflated(data []byte) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return nil // the level is right
	}
	w.Write(data) // a buffer takes everything
	w.Close()
	return b.Bytes()
}
