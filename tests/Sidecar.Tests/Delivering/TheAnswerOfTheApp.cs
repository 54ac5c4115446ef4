using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Delivering;

/// <summary>The table of answers, told by what happens next: nothing, another delivery, or a dead letter.</summary>
public sealed class TheAnswerOfTheApp
{
    private const string Table = """
        200 |                                | done
        204 |                                | done
        202 | not json                       | done
        200 | []                             | done
        200 | "DROP"                         | done
        200 | {}                             | done
        200 | {"status":""}                  | done
        200 | {"status":null}                | done
        200 | {"status":5}                   | done
        200 | {"status":"SUCCESS"}           | done
        200 | {"status":"RETRY"}             | again
        200 | {"status":"DROP"}              | dead
        202 | {"status":"DROP"}              | dead
        200 | {"status":"success"}           | again
        200 | {"status":"drop"}              | again
        200 | {"status":"MAYBE"}             | again
        404 |                                | dead
        404 | {"status":"RETRY"}             | dead
        400 |                                | again
        400 | {"status":"DROP"}              | again
        401 |                                | again
        409 | {"status":"SUCCESS"}           | again
        429 |                                | again
        301 |                                | again
        500 |                                | again
        503 | {"status":"DROP"}              | again
        0   |                                | again
        """;

    public static TheoryData<int, string, string> Rows()
    {
        var rows = new TheoryData<int, string, string>();
        foreach (var cells in Table.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)))
        {
            rows.Add(int.Parse(cells[0]), cells[1], cells[2]);
        }

        return rows;
    }

    [Fact]
    public async Task Is_read_to_the_letter_with_a_dead_letter_topic()
    {
        // One event per row, told apart by id; a retried event succeeds at its second attempt.
        await using var app = await TestApp.StartAsync("""
            [{"pubsubname":"desk-pubsub","topic":"t","route":"/on/t","deadLetterTopic":"dead"},{"pubsubname":"desk-pubsub","topic":"dead","route":"/dead"}]
            """);
        var rows = Rows().Select(r => r.Data).ToList();
        app.Answer = d => Task.FromResult(d.Path == "/dead" || app.On("/on/t").Count(o => o.Id == d.Id) > 1 ? Reply.Success
            : rows[int.Parse(d.Id)] is var (status, body, _) ? new Reply(status, body) { Headers = status == 301 ? [("Location", "/on/t")] : [] } : Reply.Success);
        await using var bed = await Bed.StartAsync(o => o with { ResiliencyFile = Bed.Policy("{duration: 20ms, maxRetries: 5}") }, Bed.App(app));
        for (var i = 0; i < rows.Count; i++)
        {
            await bed.PublishIdAsync("t", i.ToString());
        }

        var expected = rows.Select(r => r.Item3 == "again" ? "t t" : r.Item3 == "dead" ? "t dead" : "t").ToList();
        await app.UntilAsync(expected.Sum(e => e.Split(' ').Length));
        // Whatever should not come would have come by the time that a later event went round.
        await bed.PublishIdAsync("t", "0");
        await app.UntilAsync(expected.Sum(e => e.Split(' ').Length) + 1);

        for (var i = 0; i < rows.Count; i++)
        {
            var happened = string.Join(" ", app.Deliveries.Where(d => d.Id == i.ToString()).Select(d => d.Path.Split('/')[^1]).Take(i == 0 ? 1 : 9));
            Assert.Equal($"{rows[i]}: {expected[i]}", $"{rows[i]}: {happened}");
        }
    }

    [Theory]
    [InlineData(200, """{"status":"DROP"}""")]
    [InlineData(404, "")]
    public async Task Drops_the_event_for_good_when_there_is_no_dead_letter_topic(int status, string body)
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        app.Answer = d => Task.FromResult(d.Id == "bad" ? new Reply(status, body) : Reply.Success);
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await bed.PublishIdAsync("t", "bad");
        await Eventually.TrueAsync(() => bed.Log.Any(l => l.Contains("is dropped for app", StringComparison.Ordinal)), () => "nothing was dropped");
        await bed.StopAsync();
        await bed.StartAgainAsync();
        await bed.PublishIdAsync("t", "fence");

        Assert.Equal(["bad", "fence"], (await app.UntilAsync(2)).Select(d => d.Id));
    }

    [Fact]
    public async Task That_is_bad_Unicode_is_an_unknown_status()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        app.Answer = _ => Task.FromResult(app.Deliveries.Count == 1 ? new Reply(200, "{\"status\":\"\\ud800\"}") : Reply.Success);
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await bed.PublishIdAsync("t", "one");

        await app.UntilAsync(2);
        Assert.Contains(bed.Log, l => l.Contains("unknown status", StringComparison.Ordinal));
    }
}
