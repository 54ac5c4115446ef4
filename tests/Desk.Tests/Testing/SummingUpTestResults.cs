using System.Xml.Linq;
using CoretimeDesk.Desk.Testing;

namespace CoretimeDesk.Desk.Tests.Testing;

public sealed class SummingUpTestResults
{
    private const string Trx = """
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>
            <UnitTestResult testName="A.Good_one" outcome="Passed" />
            <UnitTestResult testName="A.Bad_one" outcome="Failed" />
            <UnitTestResult testName="A.Left_out" outcome="NotExecuted" />
          </Results>
          <ResultSummary outcome="Failed"><Counters total="5" executed="4" passed="2" failed="1" error="0" timeout="1" /></ResultSummary>
        </TestRun>
        """;

    [Fact]
    public void Whatever_ran_and_did_not_pass_has_failed()
    {
        var result = TrxResult.Parse(XDocument.Parse(Trx));
        Assert.Equal((2, 2, 1), (result.Passed, result.Failed, result.Skipped));
        Assert.Equal(["A.Bad_one"], result.FailedNames);
    }

    [Fact]
    public void A_result_that_was_cut_short_is_no_result()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch["results.trx"], Trx[..200]);
        Assert.Null(TrxResult.Read(scratch["results.trx"]));
        Assert.Null(TrxResult.Read(scratch["missing.trx"]));
    }
}
