using CoretimeDesk.Golden;

namespace CoretimeDesk.Insights.Tests.Figures;

public class ReproducingTheGoldenMetricCases
{
    [Fact]
    public void F12_Every_case_comes_out_as_it_was_worked_out_by_hand()
    {
        var cases = Directory.GetDirectories(GoldenData.FolderOrSkip("metrics")).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(cases);
        Assert.All(cases, folder => Computing.AssertSame(GoldenData.Json(folder, "expected.json"), Computing.Answer(Lines(folder), Query(folder)), Path.GetFileName(folder)));
    }

    [Fact]
    public void F12_The_cases_come_out_the_same_from_any_order_of_lines()
    {
        var folder = Path.Combine(GoldenData.FolderOrSkip("metrics"), "20-medium");
        var expected = GoldenData.Json(folder, "expected.json");
        Seeded.Run(10, random => Computing.AssertSame(expected, Computing.Answer(random.Shuffled(Lines(folder)), Query(folder)), "20-medium"));
    }

    private static IEnumerable<string> Lines(string folder) => File.ReadLines(Path.Combine(folder, "facts.jsonl"));

    /// <summary>The arguments as the command line has them.</summary>
    private static MetricQuery Query(string folder)
    {
        var args = GoldenData.Json(folder, "case.json")["args"]!.AsArray().Select(a => (string)a!).Chunk(2).ToDictionary(p => p[0], p => p[1]);
        GroupBy? by = args.TryGetValue("--by", out var word) ? Enum.Parse<GroupBy>(word, ignoreCase: true) : null;
        return Computing.Query(args["--as-of"], args["--from"], args["--to"], by, args.TryGetValue("--metrics", out var names) ? names.Split(',') : []);
    }
}
