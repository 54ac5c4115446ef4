using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CoretimeDesk.Bench.Leads;
using CoretimeDesk.Identity.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Playwright;

namespace CoretimeDesk.Bench.Web;

/// <summary>What pages are looked at, where, and how hard.</summary>
/// <param name="Web">The desk's pages.</param>
/// <param name="Identity">Its service of that name.</param>
/// <param name="Leads">And of this one.</param>
/// <param name="Secrets">The running demo desk's passwords.</param>
/// <param name="Rows">Leads to import before; 0 where that was done.</param>
/// <param name="Sessions">People who look at pages meanwhile.</param>
/// <param name="Think">How long each of them looks at a page, on the average.</param>
/// <param name="Visits">How often each page is measured.</param>
/// <param name="Settle">How long it waits at most for the services to have read what was imported.</param>
internal sealed record PageBenchSettings(Uri Web, Uri Identity, Uri Leads, FileInfo Secrets, int Rows, int Sessions, TimeSpan Think, int Visits, TimeSpan Settle);

/// <summary>
/// How long the pages of a running demo desk take in a real Chromium, with many leads and while others work. First paint is what the browser calls first contentful paint; complete is the
/// first frame in which the heading stands there and no part of the page is loading any more.
/// </summary>
internal static class PageBench
{
    private const string Yardstick = "/sign-in";
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly (string Role, string Address)[] Pages =
    [
        ("rep", "/day"), ("rep", "/pipeline"), ("rep", "/pipeline?view=table&owner=all"), ("rep", "/accounts"), ("rep", "/quotes"), ("rep", "/sale"), ("rep", "/statements"),
        ("team-lead", "/approvals"), ("solution-engineer", "/queue"), ("leadership", "/results"), ("leadership", "/credits"),
    ];

    private const string Watch =
        """
        window.complete = 0;
        const look = () => {
          if (document.querySelector('h1') && document.readyState !== 'loading' && !document.querySelector('[data-state=loading]')) window.complete = performance.now();
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        """;

    public static async Task RunAsync(PageBenchSettings settings, bool write, CancellationToken stop)
    {
        var passwords = JsonDocument.Parse(await File.ReadAllTextAsync(settings.Secrets.FullName, stop)).RootElement.GetProperty("demo").GetProperty("people");
        string PasswordOf(string role) => passwords.GetProperty(EmailOf(role)).GetString()!;
        if (settings.Rows > 0)
        {
            await ImportAsync(settings, PasswordOf("team-lead"), stop);
        }

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Browsers.First(File.Exists), Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
        });
        var people = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var role in Pages.Select(p => p.Role).Distinct())
        {
            people.Add(role, await SignInAsync(browser, settings.Web, EmailOf(role), PasswordOf(role)));
        }

        await QuietAsync(settings.Settle, stop);
        var alone = await MeasureAsync(browser, settings, people);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var seen = new ConcurrentQueue<string>();
        var open = new ConcurrentQueue<IPage>();
        await Parallel.ForEachAsync(Enumerable.Range(0, settings.Sessions), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = stop }, async (n, _) =>
            open.Enqueue(await OpenAsync(browser, settings, people, n)));
        Console.WriteLine($"{open.Count} pages are open.");
        var others = open.Select((page, n) => LookAroundAsync(page, settings, n, seen, end.Token)).ToList();
        await Task.Delay(settings.Think, stop);
        var watch = Stopwatch.StartNew();
        var before = seen.Count;
        var together = await MeasureAsync(browser, settings, people);
        var perSecond = (seen.Count - before) / watch.Elapsed.TotalSeconds;
        await end.CancelAsync();
        await Task.WhenAll(others);

        var yard = Percentile(together[Yardstick].Select(t => t.Paint), 0.5);
        var rows = string.Join('\n', together.Select(p => string.Create(CultureInfo.InvariantCulture,
            $"| `{p.Key}` | {Percentile(alone[p.Key].Select(t => t.Paint), 0.5):0} ms, {Percentile(alone[p.Key].Select(t => t.Complete), 0.5):0} ms | {Percentile(p.Value.Select(t => t.Paint), 0.5):0} ms | {Percentile(p.Value.Select(t => t.Paint), 0.9):0} ms | {Percentile(p.Value.Select(t => t.Complete), 0.5):0} ms | {Percentile(p.Value.Select(t => t.Complete), 0.9):0} ms | {Percentile(p.Value.Select(t => t.Paint), 0.5) / yard:0.0} |")));
        Report.Put("pages", write, string.Create(CultureInfo.InvariantCulture, $"""
            A demo desk with {(settings.Rows > 0 ? $"{settings.Rows:N0} more leads" : "the leads that it has")}, {settings.Visits} visits of each page in an empty cache each; {settings.Sessions} other sessions with a live page each in the same browser, who have the desk make {perSecond:0.0} more pages a second together. Services, PostgreSQL, sidecar and all browsers on {Environment.ProcessorCount} cores.

            | page | alone: first paint, complete (p50) | first paint p50 | p90 | complete p50 | p90 | first paint × the sign-in page's |
            |---|---|---|---|---|---|---|
            {rows}
            """));
    }

    private static async Task ImportAsync(PageBenchSettings settings, string password, CancellationToken stop)
    {
        using var identity = GrpcChannel.ForAddress(settings.Identity);
        var token = (await new IdentityService.IdentityServiceClient(identity).SignInAsync(new() { Email = EmailOf("team-lead"), Password = password }, cancellationToken: stop)).Tokens.AccessToken;
        using var leads = GrpcChannel.ForAddress(settings.Leads);
        var took = await LeadFile.ImportAsync(leads, new Metadata { { "authorization", $"Bearer {token}" } }, settings.Rows, p => Console.Write($"\r{p.Imported:N0} leads … "));
        Console.WriteLine($"\r{settings.Rows:N0} leads imported in {took.TotalSeconds:0} s.");
    }

    /// <summary>What was imported is told to the other services: they are to have read it before anything is measured.</summary>
    private static async Task QuietAsync(TimeSpan most, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        for (var quiet = 0; quiet < 3; )
        {
            var (busy, all) = Processor();
            await Task.Delay(TimeSpan.FromSeconds(5), stop);
            var (busyThen, allThen) = Processor();
            quiet = (double)(busyThen - busy) / (allThen - all) < 0.25 ? quiet + 1 : 0;
            if (watch.Elapsed > most)
            {
                Console.WriteLine("The machine does not become quiet; it is measured as it is.");
                return;
            }
        }
    }

    private static (long Busy, long All) Processor()
    {
        var times = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(long.Parse).ToArray();
        return (times.Sum() - times[3] - times[4], times.Sum());
    }

    private static async Task<string> SignInAsync(IBrowser browser, Uri web, string email, string password)
    {
        await using var context = await browser.NewContextAsync(new() { BaseURL = $"{web}" });
        var page = await context.NewPageAsync();
        await page.GotoAsync(Yardstick);
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.Locator("[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return await context.StorageStateAsync();
    }

    private static async Task<IReadOnlyDictionary<string, List<(double Paint, double Complete)>>> MeasureAsync(IBrowser browser, PageBenchSettings settings, Dictionary<string, string> people)
    {
        var measured = new Dictionary<string, List<(double, double)>>(StringComparer.Ordinal);
        for (var visit = 0; visit <= settings.Visits; visit++)
        {
            foreach (var (state, address) in Pages.Select(p => ((string?)people[p.Role], p.Address)).Prepend((null, Yardstick)))
            {
                await using var context = await browser.NewContextAsync(new() { BaseURL = $"{settings.Web}", StorageState = state, ReducedMotion = ReducedMotion.Reduce });
                var page = await context.NewPageAsync();
                await page.AddInitScriptAsync(Watch);
                await page.GotoAsync(address);
                await page.WaitForFunctionAsync("() => window.complete > 0 && performance.getEntriesByName('first-contentful-paint').length > 0");
                var times = await page.EvaluateAsync<double[]>("() => [performance.getEntriesByName('first-contentful-paint')[0].startTime, window.complete]");
                if (visit > 0) // The first round is for the just-in-time compiler.
                {
                    (measured.TryGetValue(address, out var list) ? list : measured[address] = []).Add((times[0], Math.Max(times[0], times[1])));
                }
            }
        }

        return measured;
    }

    /// <summary>Somebody at work has a page before them, which goes on by itself.</summary>
    private static async Task<IPage> OpenAsync(IBrowser browser, PageBenchSettings settings, Dictionary<string, string> people, int number)
    {
        var (role, address) = Pages[number % Pages.Length];
        var context = await browser.NewContextAsync(new() { BaseURL = $"{settings.Web}", StorageState = people[role], ReducedMotion = ReducedMotion.Reduce });
        var page = await context.NewPageAsync();
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>
    /// They look at it for a while, and then want another: the desk's part of that work alone. Fifty browsers that draw pages would take both cores, and what is measured is one.
    /// </summary>
    private static async Task LookAroundAsync(IPage page, PageBenchSettings settings, int number, ConcurrentQueue<string> seen, CancellationToken stop)
    {
        var random = new Random(number);
        var role = Pages[number % Pages.Length].Role;
        var own = Pages.Where(p => p.Role == role).ToList();
        try
        {
            await Task.Delay(settings.Think * random.NextDouble(), stop);
            while (!stop.IsCancellationRequested)
            {
                var answer = await page.APIRequest.GetAsync(own[random.Next(own.Count)].Address);
                if (!answer.Ok)
                {
                    throw new InvalidOperationException($"{answer.Url} answered {answer.Status}.");
                }

                await answer.DisposeAsync();
                seen.Enqueue(role);
                await Task.Delay(settings.Think * (0.5 + random.NextDouble()), stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The measuring is over.
        }
    }

    private static string EmailOf(string role) => $"{role}@demo.localhost";

    private static double Percentile(IEnumerable<double> values, double part)
    {
        var ordered = values.Order().ToList();
        return ordered[Math.Min(ordered.Count - 1, (int)Math.Ceiling(part * ordered.Count) - 1)];
    }
}
