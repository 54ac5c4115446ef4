using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Role = CoretimeDesk.Role;

namespace CoretimeDesk.Leads.Tests.Cli;

/// <summary>What is written down about a customer, by command line: activities, files, assessments, decision maps.</summary>
public sealed class WorkingWithACustomer(LeadsWorld world) : IDisposable
{
    private static readonly Actor Rep = Staff.Person("Ray Rep", Role.Rep);
    private static readonly Actor Engineer = Staff.Person("Sol Engineer", Role.SolutionEngineer);

    private readonly DeskCli _desk = new(world);

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task What_was_done_is_entered_found_and_corrected_but_not_changed()
    {
        var account = await world.WithAsync();
        var contact = await world.ContactAsync(account, "Ada Lovelace", $"{AccountWorld.Unique()}@aleph.xyz");
        var yesterday = $"{DateTime.UtcNow.AddDays(-1):yyyy-MM-ddTHH:mmZ}";
        Assert.Contains("contact_id: is missing: say who replied", await _desk.FailAsync(Rep, "activities", "log", account.Number, "reply", "They want two cores"), StringComparison.Ordinal);
        Assert.Contains("occurred_at", await _desk.FailAsync(Rep, "activities", "log", account.Number, "call", "Long ago", "--at", "2020-01-01"), StringComparison.Ordinal);
        var id = (string)(await _desk.JsonAsync(Rep, "activities", "log", account.Number, "meeting", "Met her at the office", "--contact", contact, "--at", yesterday))["activityId"]!;
        Assert.Contains($"note at {account.Number} {account.Name}", await _desk.SayAsync(Rep, "activities", "log", account.Number, "note", "They like tea"), StringComparison.Ordinal);

        Assert.Contains("Whoever entered this corrects it", await _desk.FailAsync(Engineer, "activities", "correct", id, "Wrong place", "--summary", "Met her online"), StringComparison.Ordinal);
        Assert.Contains("--summary: is missing", await _desk.FailAsync(Rep, "activities", "correct", id, "Wrong place"), StringComparison.Ordinal);
        Assert.Contains("with its correction beside it", await _desk.SayAsync(Rep, "activities", "correct", id, "Wrong place", "--summary", "Met her online"), StringComparison.Ordinal);

        var meetings = await _desk.SayAsync(Rep, "activities", "list", account.Number, "--kind", "meeting");
        foreach (var part in new[] { "Met her at the office", "should say \"Met her online\", because Wrong place", "Ada Lovelace", Rep.Name, id })
        {
            Assert.Contains(part, meetings, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("tea", meetings, StringComparison.Ordinal);
        var all = (await _desk.JsonAsync(Rep, "activities", "list", account.Number))["activities"]!.AsArray();
        Assert.Equal(["They like tea", "Met her at the office"], all.Select(a => (string)a!["summary"]!));
    }

    [Fact]
    public async Task A_file_comes_back_as_it_was_and_becomes_a_document()
    {
        var account = await world.WithAsync();
        var (source, target) = (Path.Combine(_desk.Folder, "value.md"), Path.Combine(_desk.Folder, "copy.md"));
        var bytes = Encoding.UTF8.GetBytes($"# Why coretime\n{new string('é', 70_000)}\n");
        await File.WriteAllBytesAsync(source, bytes);
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var kept = await _desk.JsonAsync(Rep, "files", "upload", account.Number, source);
        var id = (string)kept["attachment"]!["attachmentId"]!;
        Assert.Equal(digest, (string)kept["attachment"]!["sha256"]!);

        var program = Path.Combine(_desk.Folder, "notes.txt");
        await File.WriteAllBytesAsync(program, [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0]);
        await _desk.FailAsync(Rep, "files", "upload", account.Number, program);
        Assert.Contains("absent.md cannot be read", await _desk.FailAsync(Rep, "files", "upload", account.Number, Path.Combine(_desk.Folder, "absent.md")), StringComparison.Ordinal);

        await _desk.SayAsync(Rep, "files", "download", id, target);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(target));
        await File.WriteAllTextAsync(target, "mine");
        Assert.Contains("--force", await _desk.FailAsync(Rep, "files", "download", id, target), StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(target));
        await _desk.SayAsync(Rep, "files", "download", id, target, "--force");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(target));

        var listed = await _desk.SayAsync(Rep, "files", "list", account.Number);
        Assert.Contains(digest, listed, StringComparison.Ordinal);
        Assert.DoesNotContain("notes.txt", listed, StringComparison.Ordinal);
        var soon = $"{DateTime.UtcNow.AddDays(30):yyyy-MM-dd}";
        var first = await _desk.JsonAsync(Rep, "files", "publish", id, "Why coretime", "--kind", "value-case", "--review-on", soon);
        await _desk.SayAsync(Rep, "files", "publish", id, "Why coretime", "--kind", "value-case", "--review-on", soon, "--revises", (string)first["document"]!["documentId"]!);
        var documents = (await _desk.JsonAsync(Rep, "files", "documents", account.Number))["documents"]!.AsArray();
        Assert.Equal((2, Rep.Name), ((int)Assert.Single(documents)!["revision"]!, (string)documents[0]!["ownerName"]!));
    }

    [Fact]
    public async Task An_assessment_is_an_engineers_and_its_digest_is_that_of_what_is_printed()
    {
        var account = await world.WithAsync();
        var form = Path.Combine(_desk.Folder, "form.json");
        await File.WriteAllTextAsync(form, (await DeskCli.RunHereAsync("assessments", "example")).Text);
        await _desk.FailAsync(Rep, "assessments", "write", "--account", account.Number, "--form", form);
        Assert.Contains("conditions", await _desk.FailAsync(Engineer, "assessments", "write", "--account", account.Number, "--form", form, "--verdict", "fit"), StringComparison.Ordinal);
        var written = (await _desk.JsonAsync(Engineer, "assessments", "write", "--account", account.Number, "--form", form, "--core-periods", "39"))["assessment"]!;
        var (id, digest) = ((string)written["assessmentId"]!, (string)written["sha256"]!);

        var canonical = await _desk.SayAsync(Rep, "assessments", "show", digest, "--canonical");
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        Assert.Contains("39", await _desk.SayAsync(Rep, "assessments", "current", account.Number), StringComparison.Ordinal);
        var second = (string)(await _desk.JsonAsync(Engineer, "assessments", "write", "--revises", id, "--form", form))["assessment"]!["assessmentId"]!;
        Assert.Contains(digest, await _desk.SayAsync(Rep, "assessments", "list", account.Number), StringComparison.Ordinal);
        await _desk.SayAsync(Engineer, "assessments", "withdraw", second, "The stack has changed");
        Assert.Contains("None counts now.", await _desk.SayAsync(Rep, "assessments", "current", account.Number), StringComparison.Ordinal);
        Assert.Contains("is neither an id nor a SHA-256", await _desk.FailAsync(Rep, "assessments", "show", "T-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_queue_says_who_waits_for_an_assessment_since_when_and_whose_turn_it_is()
    {
        var account = await world.WithAsync();
        var due = $"{DateTime.UtcNow.AddDays(9):yyyy-MM-dd}";
        Assert.Contains("--due", (await _desk.RunAsync(Rep, "assessments", "ask", account.Number, "They ask for elastic scaling")).Text, StringComparison.Ordinal);
        Assert.Contains("due_on", await _desk.FailAsync(Rep, "assessments", "ask", account.Number, "They ask for elastic scaling", "--due", "tomorrow"), StringComparison.Ordinal);
        Assert.Contains($"{account.Number} {account.Name} waits", await _desk.SayAsync(Rep, "assessments", "ask", account.Number, "They ask for elastic scaling", "--due", due), StringComparison.Ordinal);

        var row = await RowAsync("--free");
        foreach (var part in new[] { "since today", $"{Rep.Name} asks: They ask for elastic scaling", account.Name })
        {
            Assert.Contains(part, row, StringComparison.Ordinal);
        }

        await _desk.FailAsync(Rep, "assessments", "take", account.Number); // Reps write none.
        await _desk.SayAsync(Engineer, "assessments", "take", account.Number);
        Assert.Contains(Engineer.Name, await RowAsync("--mine"), StringComparison.Ordinal);
        Assert.Equal("", await RowAsync("--free"));
        var colleague = Staff.Person("Stan Engineer", Role.SolutionEngineer);
        Assert.Contains(Engineer.Name, await _desk.FailAsync(colleague, "assessments", "take", account.Number), StringComparison.Ordinal);
        await _desk.SayAsync(colleague, "assessments", "take", account.Number, "--over");
        await _desk.SayAsync(colleague, "assessments", "give-back", account.Number);
        Assert.NotEqual("", await RowAsync("--free"));
        Assert.Contains("--free: leave it out with --mine", await _desk.FailAsync(Engineer, "assessments", "queue", "--free", "--mine"), StringComparison.Ordinal);

        async Task<string> RowAsync(string which) =>
            (await _desk.SayAsync(Engineer, "assessments", "queue", which, "--page-size", "200")).Split('\n').FirstOrDefault(line => line.Contains(account.Number, StringComparison.Ordinal)) ?? "";
    }

    [Fact]
    public async Task A_map_of_a_decision_is_drawn_weighed_and_told()
    {
        var account = await world.AccountAsync(AccountWorld.Unique(), corePeriods: 60);
        await world.LeadAsync(account);
        var map = (string)(await _desk.JsonAsync(Rep, "decisions", "set", "--account", account.Number, "--title", "Buys two cores", "--track", "Medium spender", "--unit", "votes", "--approval", "50"))["mapId"]!;
        var csv = Path.Combine(_desk.Folder, "votes.csv");
        await File.WriteAllTextAsync(csv, "address,weight,label\n5Aa,60,Whale\n5Bb,30,\n5Cc,ten,\n");
        string[] block = ["--block", "7", "--block-hash", $"0x{new string('a', 64)}"];
        Assert.Contains("line 4", await _desk.FailAsync(Rep, ["decisions", "import", map, csv, .. block]), StringComparison.OrdinalIgnoreCase);
        await File.WriteAllTextAsync(csv, "address,weight,label\n5Aa,60,Whale\n5Bb,30,\n5Cc,10,\n");
        Assert.Contains("3 added and 0 changed", await _desk.SayAsync(Rep, ["decisions", "import", map, csv, .. block]), StringComparison.Ordinal);

        var whale = (string)(await _desk.JsonAsync(Rep, "decisions", "show", map))["map"]!["members"]![0]!["memberId"]!;
        Assert.Contains("evidence", await _desk.FailAsync(Rep, "decisions", "member", map, "--member", whale, "--soft-power", "5"), StringComparison.Ordinal);
        await _desk.SayAsync(Rep, "decisions", "member", map, "--member", whale, "--soft-power", "5", "--evidence", "Everybody asks them", "--role", "holder", "--role", "champion");
        await _desk.SayAsync(Rep, "decisions", "set", "--map", map, "--approval", "66.67");
        var shown = await _desk.SayAsync(Rep, "decisions", "show", map);
        foreach (var part in new[] { "\"Buys two cores\"", "passes with 66.67 % of the votes cast", "Whale", "60 votes", "5 of 5", "Everybody asks them", "No executor is named" })
        {
            Assert.Contains(part, shown, StringComparison.Ordinal);
        }

        await _desk.SayAsync(Rep, "decisions", "remove", map, whale);
        Assert.DoesNotContain("Everybody asks them", await _desk.SayAsync(Rep, "decisions", "show", map), StringComparison.Ordinal);
        Assert.Contains(map, await _desk.SayAsync(Rep, "decisions", "list", account.Number), StringComparison.Ordinal);
        var (page, _) = await world.FlagOfAsync(account);
        Assert.Contains(account.Number, await _desk.SayAsync(Rep, "decisions", "flags", "--page-size", "200", "--page", page), StringComparison.Ordinal);
    }
}
