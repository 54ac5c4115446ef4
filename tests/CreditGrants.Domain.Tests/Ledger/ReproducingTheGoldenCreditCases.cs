using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.CreditGrants.Cases;
using CoretimeDesk.Golden;

namespace CoretimeDesk.CreditGrants.Tests.Ledger;

public class ReproducingTheGoldenCreditCases
{
    private const string Part = "credits";

    [Fact]
    public void Every_step_of_every_golden_case_is_exactly_as_expected()
    {
        var folder = GoldenData.FolderOrSkip(Part);
        var steps = 0;
        foreach (var entry in GoldenData.Json(folder, "index.json").AsArray())
        {
            var (cases, expected) = (GoldenData.Lines(folder, (string)entry!["cases"]!), GoldenData.Lines(folder, (string)entry["expected"]!));
            Assert.Equal(expected.Length, cases.Length);
            foreach (var (line, answer) in cases.Zip(expected))
            {
                AssertSame(JsonNode.Parse(answer)!, JsonNode.Parse(Answer(line))!, line);
                steps += JsonNode.Parse(answer)!["steps"]!.AsArray().Count;
            }
        }

        Assert.True(steps > 700, $"only {steps} steps were found");
    }

    private static string Answer(string line)
    {
        var reading = BudgetCaseReader.Read(Encoding.UTF8.GetBytes(line));
        Assert.True(reading.Case is not null, $"{reading.InvalidField} {reading.Problem}");
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            StepJson.Write(writer, reading.Case);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Says at which step, since a case is long.</summary>
    private static void AssertSame(JsonNode expected, JsonNode actual, string line)
    {
        foreach (var (index, (want, got)) in expected["steps"]!.AsArray().Zip(actual["steps"]!.AsArray()).Index())
        {
            Assert.True(JsonNode.DeepEquals(want, got), $"{expected["case"]}, step {index}: {JsonNode.Parse(line)!["events"]![index]!.ToJsonString()}{Environment.NewLine}expected {want!.ToJsonString()}{Environment.NewLine}but was  {got!.ToJsonString()}");
        }

        Assert.True(JsonNode.DeepEquals(expected, actual), $"{expected["case"]}: the steps agree, the whole does not");
    }
}
