package solution

import (
	"fmt"
	"path"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// The release of Dataverse whose exports are followed.
const dataverse = "9.2"

// addressMembers are what each of a publisher's two addresses has, in this order,
// all empty but the first two kinds.
var addressMembers = []string{
	"City", "County", "Country", "Fax", "FreightTermsCode", "ImportSequenceNumber", "Latitude", "Line1", "Line2", "Line3", "Longitude", "Name",
	"PostalCode", "PostOfficeBox", "PrimaryContactName", "ShippingMethodCode", "StateOrProvince", "Telephone1", "Telephone2", "Telephone3",
	"TimeZoneRuleVersionNumber", "UPSZone", "UTCOffset", "UTCConversionTimeZoneCode",
}

func address(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "        <Address>\n          <AddressNumber>%d</AddressNumber>\n          <AddressTypeCode xsi:nil=\"true\"></AddressTypeCode>\n", n)
	for _, m := range addressMembers {
		if m == "ShippingMethodCode" {
			b.WriteString("          <ShippingMethodCode>1</ShippingMethodCode>\n")
			continue
		}
		fmt.Fprintf(&b, "          <%s xsi:nil=\"true\"></%s>\n", m, m)
	}
	b.WriteString("        </Address>\n")
	return b.String()
}

// manifest is solution.xml.
func (s *source) manifest() string {
	return fmt.Sprintf(`<?xml version="1.0" encoding="utf-8"?>
<ImportExportXml version="%[1]s" SolutionPackageVersion="%[1]s" languagecode="1033" generatedBy="CrmLive" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <SolutionManifest>
    <UniqueName>%[2]s</UniqueName>
    <LocalizedNames>
      <LocalizedName description="%[3]s" languagecode="1033" />
    </LocalizedNames>
    <Descriptions />
    <Version>%[4]s</Version>
    <Managed>0</Managed>
    <Publisher>
      <UniqueName>%[5]s</UniqueName>
      <LocalizedNames>
        <LocalizedName description="%[6]s" languagecode="1033" />
      </LocalizedNames>
      <Descriptions />
      <EMailAddress xsi:nil="true"></EMailAddress>
      <SupportingWebsiteUrl xsi:nil="true"></SupportingWebsiteUrl>
      <CustomizationPrefix>%[7]s</CustomizationPrefix>
      <CustomizationOptionValuePrefix>%[8]d</CustomizationOptionValuePrefix>
      <Addresses>
%[9]s%[10]s      </Addresses>
    </Publisher>
    <RootComponents>
      <RootComponent type="372" id="{%[11]s}" schemaName="%[12]s" behavior="0" />
    </RootComponents>
    <MissingDependencies />
  </SolutionManifest>
</ImportExportXml>
`, dataverse, s.Solution, escaped(s.info("title")+" connector"), s.Version, s.Publisher, escaped(s.Names.Title), s.Prefix, s.optionPrefix(), address(1), address(2), s.id(), s.full())
}

// customizations is customizations.xml; the order of the elements is that of
// Dataverse's exports.
func (s *source) customizations(parts []checks.File) string {
	color := s.settings.BrandColor
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?>
<ImportExportXml xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <Entities></Entities>
  <Roles></Roles>
  <Workflows></Workflows>
  <FieldSecurityProfiles></FieldSecurityProfiles>
  <Templates />
  <EntityMaps />
  <EntityRelationships />
  <OrganizationSettings />
  <optionsets />
  <CustomControls />
  <EntityDataProviders />
  <Connectors>
    <Connector>
`)
	element := func(name, value string) { fmt.Fprintf(&b, "      <%s>%s</%s>\n", name, escaped(value), name) }
	element("connectorid", s.id())
	element("description", s.info("description"))
	element("displayname", s.info("title"))
	element("iconbrandcolor", color)
	element("name", s.full())
	element("connectortype", "1")
	if s.files.Script != nil {
		element(operationsElement, s.operations())
	}
	for _, f := range parts {
		name := strings.TrimSuffix(path.Base(f.Name), path.Ext(f.Name))
		element(name[strings.LastIndex(name, "_")+1:], "/"+f.Name)
	}
	b.WriteString(`    </Connector>
  </Connectors>
  <Languages>
    <Language>1033</Language>
  </Languages>
</ImportExportXml>
`)
	return b.String()
}
