using CoretimeDesk.Csv;

namespace CoretimeDesk.Web.Tests.Operator;

/// <summary>Cells of files for spreadsheets: texts are typed by people, numbers are summed up by others.</summary>
public sealed class WritingTables
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30", "'+49 30")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-2+3+cmd|'/C calc'!A0", "'-2+3+cmd|'/C calc'!A0")]
    [InlineData("-", "'-")]
    [InlineData("-1.2.3", "'-1.2.3")]
    [InlineData("-.5", "'-.5")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("-4.1", "-4.1")]
    [InlineData("-90000000000", "-90000000000")]
    [InlineData("0.227273", "0.227273")]
    [InlineData("", "")]
    [InlineData("Rita, \"the\" rep", "\"Rita, \"\"the\"\" rep\"")]
    [InlineData("=HYPERLINK(\"x\"),y", "\"'=HYPERLINK(\"\"x\"\"),y\"")]
    public void No_text_is_a_formula_and_every_number_stays_one(string cell, string written)
    {
        using var table = new CsvTable("a", "b");
        table.Add("x", cell);
        Assert.Equal($"a,b\r\nx,{written}\r\n", table.ToString());
    }
}
