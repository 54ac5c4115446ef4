using System.Text.Json.Nodes;
using CoretimeDesk.Leads.Importing;
using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Testing;
using Role = CoretimeDesk.Role;

namespace CoretimeDesk.Leads.Tests.Cli;

/// <summary>The command line, signed in as a lead of a team, against the real service.</summary>
public sealed class WorkingFromTheCommandLine(LeadsWorld world) : IDisposable
{
    private readonly DeskCli _desk = new(world);

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task An_account_is_entered_identified_proven_targeted_and_found()
    {
        var word = AccountWorld.Unique();
        var para = AccountWorld.Para().Value;
        var created = await JsonAsync("accounts", "create", $"{word} Labs", "--segment", "builder", "--core-periods", "26", "--domain", $"https://{word}.xyz/", "--para", $"polkadot/{para}", "--ecosystem", "Polkadot");
        var number = (string)created["account"]!["number"]!;
        Assert.Equal(4, created["account"]!["keys"]!.AsArray().Count + created["account"]!["chainAccounts"]!.AsArray().Count);

        var (code, text) = await RunAsync("accounts", "create", $"Other {AccountWorld.Unique()}", "--segment", "builder", "--core-periods", "1", "--para", $"polkadot/{para}");
        Assert.Equal(1, code);
        Assert.Contains($"Para {para} of polkadot belongs to {number} {word} Labs, known since", text, StringComparison.Ordinal);

        await SayAsync("accounts", "add-key", number, "repository", $"git@github.com:{word}/node.git");
        await SayAsync("accounts", "add-para", number, "kusama", para);
        using var key = new WalletKey();
        await SayAsync("accounts", "add-chain-account", number, key.Substrate);
        var challenge = await JsonAsync("accounts", "verify", number, key.Substrate);
        var proven = await SayAsync("accounts", "verify", number, key.Substrate, "--challenge", (string)challenge["challengeId"]!, "--signature", key.SignAsSubstrate((string)challenge["text"]!));
        Assert.Contains("signed with ECDSA", proven, StringComparison.Ordinal);

        await SayAsync("accounts", "target", number, "--source", "research", "--reason", "+40 needs a core by spring", "--reason", "-5 pays elsewhere");
        await SayAsync("accounts", "next", number, $"{DateTime.UtcNow.AddDays(2):yyyy-MM-dd}", "Call them", "--why", "Their lease ends");
        await SayAsync("accounts", "edit", number, "--dao", "true", "--core-periods", "60");
        var shown = await SayAsync("accounts", "show", number);
        foreach (var part in new[] { "Since ", $"{number} {word} Labs", "60 core-periods a year: tier L, a DAO", $"Next, on {DateTime.UtcNow.AddDays(2):yyyy-MM-dd}: Call them", "fit 35 of 100", "+40  needs a core by spring", $"polkadot/{para}", $"kusama/{para}", $"github.com/{word}/node", "signed", "the para's own" })
        {
            Assert.Contains(part, shown, StringComparison.Ordinal);
        }

        Assert.True(shown.TrimStart().StartsWith("Since ", StringComparison.Ordinal), shown);
        Assert.Contains(number, await SayAsync("accounts", "search", $"{word[2..8]}"), StringComparison.Ordinal);
        Assert.Contains(number, await SayAsync("accounts", "targets", "--fit", "30", "--page-size", "200"), StringComparison.Ordinal);
        await SayAsync("accounts", "next-done", number, "They want two cores");
        Assert.Contains(number, await SayAsync("accounts", "targets", "--without-next-step", "--fit", "30", "--page-size", "200"), StringComparison.Ordinal);
        await SayAsync("accounts", "drop-target", number, "Customer now");
        await SayAsync("accounts", "remove-chain-account", number, key.Substrate);
        Assert.DoesNotContain($"kusama/{para}", await SayAsync("accounts", "remove-key", number, "para", $"kusama/{para}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merging_is_previewed_and_asked_for_and_undone()
    {
        var word = AccountWorld.Unique();
        var first = (string)(await JsonAsync("accounts", "create", $"{word} Labs", "--segment", "builder", "--core-periods", "26"))["account"]!["number"]!;
        var warned = await SayAsync("accounts", "create", $"{word} Network", "--segment", "startup", "--core-periods", "60");
        Assert.Contains($"May be the same customer: {first} {word} Labs (similar name", warned, StringComparison.Ordinal);
        var second = (await world.Leads().SearchAccountsAsync(new() { Query = $"{word} network" }, world.AsRita())).Matches.Single().Account;
        await SayAsync("contacts", "add", second.Number, "Ada", "--email", $"{word}@aleph.xyz", "--time-zone", "Europe/Zurich");
        Assert.Contains($"{word} Network", await SayAsync("accounts", "duplicates", "--account", first), StringComparison.Ordinal);

        var preview = await SayAsync("accounts", "merge", first, second.Number, "--preview");
        foreach (var part in new[] { "survives", "becomes part of it", "annual_core_periods", "the larger stated need", "1 contacts come over: Ada" })
        {
            Assert.Contains(part, preview, StringComparison.Ordinal);
        }

        var (code, text) = await RunAsync("accounts", "merge", first, second.Number);
        Assert.Equal((1, true), (code, text.Contains("--yes", StringComparison.Ordinal)));
        Assert.Equal(second.AccountId, (await world.GetAsync(second.Number)).AccountId);

        var merged = await SayAsync("accounts", "merge", first, second.Number, "--yes", "--take", "name=absorbed");
        Assert.Contains($"{second.Number} {word} Network is part of {first} {word} Network", merged, StringComparison.Ordinal);
        Assert.Contains($"{second.Number} is part of this account since a merge.", await SayAsync("accounts", "show", second.Number), StringComparison.Ordinal);
        (code, text) = await RunAsync("accounts", "merge", second.Number, first, "--yes");
        Assert.Equal((1, true), (code, text.Contains($"{second.Number} is part of {first}", StringComparison.Ordinal)));

        var record = (await JsonAsync("accounts", "merges", "--account", second.AccountId))["merges"]![0]!;
        await SayAsync("accounts", "edit", first, "--name", $"{word} Renamed");
        var undone = await SayAsync("accounts", "undo-merge", (string)record["number"]!);
        Assert.Contains("are two again", undone, StringComparison.Ordinal);
        Assert.Contains($"“{word} Renamed”: it stays with {first}", undone, StringComparison.Ordinal);
        await SayAsync("accounts", "dismiss-duplicate", first, second.Number, "Two teams");
    }

    [Fact]
    public async Task A_person_is_entered_opted_out_and_forgotten_and_what_cannot_be_taken_back_is_asked_for()
    {
        var account = await world.WithAsync();
        var mail = $"{AccountWorld.Unique()}@aleph.xyz";
        var id = (string)(await JsonAsync("contacts", "add", account.Number, "Ada Lovelace", "--email", mail, "--handle", "telegram:@ada_lovelace", "--title", "CTO", "--language", "en", "--country", "gb"))["contactId"]!;
        await SayAsync("contacts", "edit", id, "--time-zone", "Europe/London");
        Assert.Contains("Europe/London", await SayAsync("contacts", "list", "--account", account.Number), StringComparison.Ordinal);
        Assert.Contains(id, await SayAsync("contacts", "list", "--address-is", mail.ToUpperInvariant()), StringComparison.Ordinal);
        var (code, text) = await RunAsync("contacts", "edit", id, "--time-zone", "Mars/Olympus");
        Assert.Equal(1, code);
        Assert.Contains("details.time_zone: is no time zone", text, StringComparison.Ordinal);

        (code, text) = await RunAsync("contacts", "opt-out", id, "No more", "--source", "person");
        Assert.Equal((1, true), (code, text.Contains("--yes", StringComparison.Ordinal)));
        Assert.Null((await world.ContactOfAsync(id)).OptedOutAt);
        await SayAsync("contacts", "opt-out", id, "No more", "--source", "person", "--yes");
        Assert.Contains("nothing may be sent (person: No more)", await SayAsync("contacts", "show", id), StringComparison.Ordinal);
        await SayAsync("contacts", "forget", id, "--yes");
        var shown = await SayAsync("contacts", "show", id);
        Assert.Contains("what is personal was deleted", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_leads_is_checked_imported_corrected_imported_again_and_exported()
    {
        var word = AccountWorld.Unique();
        var file = Path.Combine(_desk.Folder, "leads.csv");
        var rows = Importing.ImportWorld.Many(word, 5).ToList();
        (rows[1][LeadColumns.Segment], rows[3][LeadColumns.ContactEmail]) = ("sme", "ada at home");
        await File.WriteAllTextAsync(file, Importing.ImportWorld.File(rows));

        var (code, text) = await RunAsync("leads", "import", file, "--dry-run");
        Assert.Equal((2, true), (code, text.Contains("5 rows: 3 would be imported (3 new accounts, 1 contacts), 0 imported before, 2 refused.", StringComparison.Ordinal)));
        (code, text) = await RunAsync("leads", "import", file);
        Assert.Equal((2, true), (code, text.Contains($"{file}.errors.csv", StringComparison.Ordinal)));
        var refused = await File.ReadAllTextAsync($"{file}.errors.csv");
        Assert.Contains("3,\"segment is unknown; write one of startup", refused, StringComparison.Ordinal);
        Assert.Contains("5,", refused, StringComparison.Ordinal);

        var corrected = Path.Combine(_desk.Folder, "corrected.csv");
        await File.WriteAllTextAsync(corrected, refused.Replace(",sme,", ",builder,", StringComparison.Ordinal).Replace("ada at home", $"ada@{word}.xyz", StringComparison.Ordinal));
        Assert.Contains("2 rows: 2 imported", await SayAsync("leads", "import", corrected), StringComparison.Ordinal);
        Assert.False(File.Exists($"{corrected}.errors.csv"));
        Assert.Contains("0 imported (0 new accounts, 0 contacts), 2 imported before, 0 refused", await SayAsync("leads", "import", corrected), StringComparison.Ordinal);

        Assert.Contains($"{word}3 Labs", await SayAsync("leads", "list", "--name", $"{word}3"), StringComparison.Ordinal);
        var account = (await world.Leads().SearchAccountsAsync(new() { Query = $"{word}3.xyz" }, world.AsRita())).Matches.Single().Account;
        var exported = Path.Combine(_desk.Folder, "out.jsonl");
        Assert.Contains("1 leads are in out.jsonl", await SayAsync("leads", "export", exported, "--account", account.AccountId), StringComparison.Ordinal);
        Assert.Contains($"\"contact_email\":\"ada@{word}.xyz\"", await File.ReadAllTextAsync(exported), StringComparison.Ordinal);
        (code, text) = await RunAsync("leads", "import", Path.Combine(_desk.Folder, "tye.yaml"));
        Assert.Equal((1, true), (code, text.Contains("There is no file", StringComparison.Ordinal)));
    }

    private Task<JsonNode> JsonAsync(params string[] words) => _desk.JsonAsync(Lead, words);

    private Task<string> SayAsync(params string[] words) => _desk.SayAsync(Lead, words);

    private Task<(int Code, string Text)> RunAsync(params string[] words) => _desk.RunAsync(Lead, words);

    private static Actor Lead { get; } = Staff.Person("Tina Lead", Role.TeamLead);
}
