using System.Collections.Concurrent;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk;
using CoretimeDesk.Desk.Demo.Story;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.Desk.Tests.EndToEnd;
using CoretimeDesk.Testing;
using Microsoft.Playwright;
using Npgsql;

namespace CoretimeDesk.Web.Tests.EndToEnd;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>
/// A running desk (real services, PostgreSQL, recorded chains) and a real Chromium before it: started when the first test asks, once for all of them. Where there is no
/// browser the tests skip, and say what to install.
/// </summary>
public sealed class DeskInABrowser : IAsyncDisposable
{
    /// <summary>What is due to the rep; a test may have done one of them.</summary>
    public const string OverdueTask = "Call about the renewal of core 9";

    private static readonly string Axe = Path.Combine(Workspace.Repository, "tests", "Web.Tests", "node", "node_modules", "axe-core", "axe.min.js");
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly DeskUnderTest _desk = new();
    private readonly PostgresFixture _postgres = new();
    private readonly SemaphoreSlim _starting = new(1);
    private readonly ConcurrentDictionary<string, Task<string>> _signedIn = new(StringComparer.Ordinal);
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string _admin = "";

    internal DeskUnderTest Desk => _desk;

    public string Address => _desk.State.Services.Single(s => s.Name == "web").Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>A page of a browser that nobody is signed in with.</summary>
    public async Task<Visit> VisitAsync(bool isPhone = false, bool isDark = false, string? state = null)
    {
        await StartAsync();
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = Address, StorageState = state, Locale = "en-GB", ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = isPhone ? new() { Width = 390, Height = 844 } : new() { Width = 1440, Height = 900 },
        });
        context.SetDefaultTimeout(60_000); // Only what never comes reaches this: machines are busy.
        await context.AddInitScriptAsync(scriptPath: Axe);
        return new(await context.NewPageAsync());
    }

    /// <summary>A page of a demo person who is signed in.</summary>
    /// <param name="role">As in "team-lead".</param>
    /// <param name="isPhone">A narrow screen.</param>
    /// <param name="isDark">The machine's scheme.</param>
    public async Task<Visit> AsAsync(string role, bool isPhone = false, bool isDark = false) =>
        await VisitAsync(isPhone, isDark, await _signedIn.GetOrAdd(role, async _ =>
        {
            await using var visit = await VisitAsync();
            await visit.SignInAsync($"{role}@demo.localhost", PasswordOf(role));
            return await visit.Page.Context.StorageStateAsync();
        }));

    public string PasswordOf(string role) => Secrets.LoadOrMake(_desk.Workspace.SecretsFile).Demo!.People[$"{role}@demo.localhost"];

    /// <summary>The demo people, who call the services themselves: what a test needs to be there is made as they would make it.</summary>
    internal async Task<StoryDesk> PeopleAsync()
    {
        await StartAsync();
        return new(_desk.State, Secrets.LoadOrMake(_desk.Workspace.SecretsFile).Demo!);
    }

    /// <summary>Plays the recording to its end, where a core can be quoted for as long as the desk runs.</summary>
    internal async Task QuotableAsync(StoryDesk people)
    {
        const string Chain = "replay-coretime";
        var last = (int)(await _desk.OrderAsync(Chain, "state"))["last"]!;
        await _desk.OrderAsync(Chain, "advanceTo", new { height = last });
        await people.UntilAsync("the end of the recording", Role.Rep, o => people.Watcher.GetMarketAsync(new(), o), m => m.Market.BlockNumber >= last && m.Market.Phase == SalePhase.FixedPrice, default);
    }

    /// <summary>Reads or changes the desk's database.</summary>
    public async Task<object?> SqlAsync(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(_admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await _desk.DisposeAsync();
        await _postgres.DisposeAsync();
        _starting.Dispose();
    }

    private async Task StartAsync()
    {
        var browser = Browsers.FirstOrDefault(File.Exists);
        Assert.SkipWhen(browser is null, "There is no Chromium: install chromium, and these tests run.");
        Assert.SkipUnless(File.Exists(Axe), "axe-core is missing: run tests/install-tools.sh.");
        await _starting.WaitAsync();
        try
        {
            if (_browser is not null)
            {
                return;
            }

            var cluster = await _postgres.Cluster;
            _desk.AdminConnectionString = cluster.AdminConnectionString;
            _desk.DescribeTheRealOne(("identity", ""), ("leads", ""), ("chainwatcher", ""), ("quoting", ""), ("creditgrants", ""), ("commissions", ""), ("insights", ""), ("web", ""));
            var (code, output) = await _desk.RunAsync(TimeSpan.FromMinutes(8), "up", "--detach", "--no-build", "--configuration", "Release", "--ready-within", "400");
            Assert.True(code == 0, output);
            _admin = new NpgsqlConnectionStringBuilder(cluster.AdminConnectionString) { Database = "desk" }.ConnectionString;
            await FillAsync();
            Assertions.SetDefaultExpectTimeout(60_000);
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = browser,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
            });
        }
        finally
        {
            _starting.Release();
        }
    }

    // Written into the table: a cadence would give its tasks at the contact's working hours, and these tests run at any hour.
    private async Task FillAsync()
    {
        foreach (var (title, cause, hours) in new[] { (OverdueTask, 22, -30), ("Send the region explainer", 24, -26), ("Ask what they wait for", 26, 72) })
        {
            await SqlAsync(
                """
                insert into leads.tasks (id, cause, state, account_id, lead_id, title, body, reference, owner_id, owner_name, created_at, due_at, team_ids, snoozes, outcome, version, sequence)
                select gen_random_uuid(), $2, 1, l.account_id, l.id, $1, 'The renewal closes with the sale.', $1, l.owner_id, 'Demo: Ravi', now() - interval '3 days', now() + make_interval(hours => $3), '{}', 0, '', 1, 0
                from leads.leads l where l.owner_id is not null order by l.number limit 1
                """,
                title, cause, hours);
        }
    }
}
