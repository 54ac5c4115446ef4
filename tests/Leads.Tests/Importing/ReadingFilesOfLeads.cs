using System.Text;
using CoretimeDesk.Leads.Files;
using CoretimeDesk.Leads.Importing;

namespace CoretimeDesk.Leads.Tests.Importing;

/// <summary>Bytes to rows and rows to leads, without any service.</summary>
public sealed class ReadingFilesOfLeads(ITestOutputHelper output)
{
    [Theory]
    [InlineData(LeadColumns.AccountName, "", "must have 1 to 200 characters")]
    [InlineData(LeadColumns.Segment, "", "is missing; write one of startup, builder, enterprise, government")]
    [InlineData(LeadColumns.Segment, "SME", "is unknown; write one of startup")]
    [InlineData(LeadColumns.AnnualCorePeriods, "", "is missing; write core-periods per year")]
    [InlineData(LeadColumns.AnnualCorePeriods, "0", "must be at least 1")]
    [InlineData(LeadColumns.AnnualCorePeriods, "1,000", "is no whole number")]
    [InlineData(LeadColumns.AnnualCorePeriods, "4294967296", "is no whole number")]
    [InlineData(LeadColumns.IsDao, "maybe", "write true or false")]
    [InlineData(LeadColumns.MainBusinessElsewhere, "2", "write true or false")]
    [InlineData(LeadColumns.Ecosystems, "a234567890123456789012345678901234567890x", "1 to 40 visible characters")]
    [InlineData(LeadColumns.Domain, "localhost", "has no dot")]
    [InlineData(LeadColumns.Domain, "github.com", "is shared by many")]
    [InlineData(LeadColumns.Repository, "github.com/aleph", "names no repository")]
    [InlineData(LeadColumns.ParaId, "2000", "names no network; write it before the para id")]
    [InlineData(LeadColumns.ParaId, "rococo:2000", "is unknown; a para id belongs to one of polkadot")]
    [InlineData(LeadColumns.ParaId, "polkadot:0", "is no para id")]
    [InlineData(LeadColumns.GenesisHash, "0x12", "is no hash")]
    [InlineData(LeadColumns.LeadTitle, " ", "must have 1 to 200 characters")]
    [InlineData(LeadColumns.LeadSource, "newspaper", "is unknown; write one of outbound, inbound, partner, event")]
    [InlineData(LeadColumns.ContactEmail, "ada at aleph", "is no e-mail address")]
    [InlineData(LeadColumns.ContactTimeZone, "CEST", "is no time zone")]
    [InlineData(LeadColumns.ContactLanguage, "German", "is no language tag")]
    [InlineData(LeadColumns.LeadTitle, "two\nlines", "holds line breaks")]
    public void A_bad_cell_is_named_with_what_to_do(int column, string text, string fix)
    {
        var cells = ImportWorld.Cells("aleph", (LeadColumns.ContactName, "Ada"), (column, text));
        Assert.Null(RowRules.Read(cells, out var faults));
        var fault = Assert.Single(faults);
        Assert.Equal(LeadColumns.Names[column], fault.Column);
        Assert.Contains(fix, fault.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_personal_is_not_repeated_and_long_texts_are_shortened()
    {
        Assert.Null(RowRules.Read(ImportWorld.Cells("aleph", (LeadColumns.ContactName, "Ada"), (LeadColumns.ContactEmail, "ada.lovelace"), (LeadColumns.AccountName, new('x', 1_000_000))), out var faults));
        Assert.Equal(["contact_email", "account_name"], faults.Select(f => f.Column));
        Assert.Equal("(12 characters)", faults[0].Value);
        Assert.DoesNotContain(faults, f => $"{f}".Contains("lovelace", StringComparison.Ordinal));
        Assert.Equal(60, faults[1].Value.Length);
    }

    [Fact]
    public void F17_every_segment_is_read_and_a_main_business_elsewhere_disqualifies_nobody()
    {
        foreach (var segment in Enum.GetValues<Segment>())
        {
            var row = RowRules.Read(ImportWorld.Cells("aleph", (LeadColumns.Segment, segment.ToString().ToUpperInvariant()), (LeadColumns.MainBusinessElsewhere, "yes"), (LeadColumns.IsDao, "1")), out var faults);
            Assert.Empty(faults);
            Assert.Equal((segment, true, true), (row!.Account.Segment, row.Account.MainBusinessElsewhere, row.Account.IsDao));
        }
    }

    [Fact]
    public async Task Quotes_line_ends_a_byte_order_mark_and_another_order_of_columns_change_nothing()
    {
        var plain = ImportWorld.File([ImportWorld.Cells("aleph", (LeadColumns.AccountName, "Aleph, the \"first\""), (LeadColumns.LeadTitle, "zwölf Kerne 核"))]);
        var turned = "lead_source,account_name,segment,lead_title,domain,annual_core_periods\n\n\"inbound\",\"Aleph, the \"\"first\"\"\",startup,zwölf Kerne 核,aleph.xyz,13";
        var expected = Hash(Assert.Single(await ImportWorld.ReadAsync(Encoding.UTF8.GetBytes(plain))));
        Assert.Equal(expected, Hash(Assert.Single(await ImportWorld.ReadAsync(Encoding.UTF8.GetBytes(turned)))));
        Assert.Equal(expected, Hash(Assert.Single(await ImportWorld.ReadAsync([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(plain.Replace("\r\n", "\n", StringComparison.Ordinal))]))));
    }

    [Fact]
    public async Task A_file_of_JSON_lines_is_the_same_rows_as_one_of_CSV()
    {
        var rows = ImportWorld.Many("aleph", 50).Append(ImportWorld.Cells("=1+1", (LeadColumns.Domain, "beth.xyz"), (LeadColumns.LeadTitle, "'-quoted"))).ToList();
        var csv = await ImportWorld.ReadAsync(Encoding.UTF8.GetBytes(ImportWorld.File(rows)));
        var json = await ImportWorld.ReadAsync(Encoding.UTF8.GetBytes(ImportWorld.File(rows, LeadFileFormat.JsonLines)), LeadFileFormat.JsonLines);
        Assert.Equal(csv.Select(Hash), json.Select(Hash));
        var typed = "{\"account_name\":\"aleph Labs\",\"segment\":\"startup\",\"annual_core_periods\":13,\"is_dao\":false,\"ecosystems\":[\"Polkadot\",\"kusama\"],\"domain\":\"aleph.xyz\",\"lead_title\":\"Needs a core\",\"lead_source\":\"inbound\",\"external_ref\":null}";
        Assert.Equal(
            Hash(new FileRow(1, ImportWorld.Cells("aleph", (LeadColumns.Ecosystems, "kusama;polkadot")))),
            Hash(Assert.Single(await ImportWorld.ReadAsync(Encoding.UTF8.GetBytes(typed), LeadFileFormat.JsonLines))));
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("'=1+1")]
    [InlineData("''@sum")]
    [InlineData("-2 cores")]
    [InlineData("'quoted'")]
    [InlineData("+41")]
    [InlineData(" =padded")]
    public async Task No_cell_is_a_formula_in_a_spreadsheet_and_every_cell_is_read_back(string text)
    {
        var file = ImportWorld.File([ImportWorld.Cells("aleph", (LeadColumns.LeadTitle, text))]);
        Assert.DoesNotContain(file.Split('\n')[1].Split(','), c => c.TrimStart('"') is ['=' or '+' or '-' or '@', ..]);
        Assert.Equal(text, Assert.Single(await ImportWorld.ReadAsync(Encoding.UTF8.GetBytes(file))).Cells[LeadColumns.LeadTitle]);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_refused_in_their_cell_and_the_rest_is_read()
    {
        var file = Encoding.Latin1.GetBytes(ImportWorld.File([ImportWorld.Cells("aleph", (LeadColumns.LeadTitle, "zwölf")), ImportWorld.Cells("beth")]));
        var rows = (await ImportWorld.ReadAsync(file)).Select(r => (r.Number, Row: RowRules.Read(r.Cells, out var faults), faults)).ToList();
        Assert.Equal((2, "lead_title"), (rows[0].Number, Assert.Single(rows[0].faults).Column));
        Assert.Contains("Save the file as UTF-8", rows[0].faults[0].Fix, StringComparison.Ordinal);
        Assert.NotNull(rows[1].Row);
    }

    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("account_name;segment;annual_core_periods;lead_title;lead_source\n", "Cells are separated by commas")]
    [InlineData("account_name,segment,annual_core_periods,lead_title\n", "lacks lead_source")]
    [InlineData("account_name,segment,annual_core_periods,lead_title,lead_source,owner\n", "\"owner\"")]
    [InlineData("account_name,account_name,segment,annual_core_periods,lead_title,lead_source\n", "account_name twice")]
    public async Task A_wrong_header_is_explained(string header, string problem)
    {
        var thrown = await Assert.ThrowsAsync<LeadFileException>(() => ImportWorld.ReadAsync(Encoding.UTF8.GetBytes(header)));
        Assert.Contains(problem, thrown.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LeadFileException>(() => ImportWorld.ReadAsync([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(ImportWorld.File([]))]));
    }

    [Fact]
    public async Task A_file_that_is_cut_off_anywhere_gives_its_whole_rows_and_at_most_one_that_is_refused()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        foreach (var format in Enum.GetValues<LeadFileFormat>())
        {
            var rows = ImportWorld.Many("aleph", 20).Select(r => { r[LeadColumns.AccountName] = "a, \"b\""; return r; }).ToList();
            var whole = Encoding.UTF8.GetBytes(ImportWorld.File(rows, format));
            var hashes = (await ImportWorld.ReadAsync(whole, format)).Select(Hash).ToList();
            for (var i = 0; i < 60; i++)
            {
                var cut = whole.AsSpan(0, random.Next(format == LeadFileFormat.Csv ? 400 : 0, whole.Length)).ToArray();
                var read = await ImportWorld.ReadAsync(cut, format);
                var good = read.Where(r => r.Fault is null && RowRules.Read(r.Cells, out _) is not null).ToList();
                Assert.InRange(read.Count - good.Count, 0, 1);

                // A last cell may be shorter than it was: nothing in a file can tell.
                Assert.Equal(hashes.Take(Math.Max(0, good.Count - 1)), good.SkipLast(1).Select(Hash));
            }
        }
    }

    [Fact]
    public async Task Rows_of_another_width_and_stray_quotes_are_refused_and_a_cell_of_a_megabyte_stops_nothing()
    {
        var head = "account_name,segment,annual_core_periods,lead_title,lead_source\n";
        var rows = await ImportWorld.ReadAsync(Encoding.UTF8.GetBytes($"{head}a,startup,13,t\na,startup,13,t,inbound,more\n{new string('x', 1_048_576)},startup,13,t,inbound\nb,startup,13,t,inbound\n"));
        Assert.Contains("has 4 cells; the header has 5", rows[0].Fault!.Fix, StringComparison.Ordinal);
        Assert.Contains("has 6 cells", rows[1].Fault!.Fix, StringComparison.Ordinal);
        Assert.Null(RowRules.Read(rows[2].Cells, out var faults));
        Assert.Equal("account_name", Assert.Single(faults).Column);
        Assert.NotNull(RowRules.Read(rows[3].Cells, out _));

        var endless = await ImportWorld.ReadAsync(Encoding.UTF8.GetBytes($"{head}b,startup,13,t,inbound\n\"a,startup,13,t,inbound\n{new string('x', RowReader.LengthMax)}"));
        Assert.Equal((2, true), (endless.Count, endless[1].EndsFile));
        var line = await ImportWorld.ReadAsync(Encoding.UTF8.GetBytes($"{{\"account_name\":\"{new string('x', RowReader.LengthMax)}\"}}\n{{\"owner\":1}}\n[]\n{{"), LeadFileFormat.JsonLines);
        Assert.Equal([1, 2, 3, 4], line.Select(l => l.Number));
        Assert.All(line, l => Assert.NotNull(l.Fault));
    }

    private static string Hash(FileRow row)
    {
        Assert.Null(row.Fault);
        var content = RowRules.Read(row.Cells, out var faults);
        Assert.Empty(faults);
        return Convert.ToHexString(content!.Hash());
    }
}
