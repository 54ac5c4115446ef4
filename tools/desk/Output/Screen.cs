using System.Diagnostics;
using Spectre.Console;

namespace CoretimeDesk.Desk.Output;

/// <summary>
/// What the user sees. On a terminal: colours (unless NO_COLOR is set) and a spinner for whatever takes time. Elsewhere: plain
/// lines, and for long steps one line at the start and one at the end.
/// </summary>
public sealed class Screen
{
    private static readonly string[] PrefixColours = ["cyan1", "green3", "yellow3", "magenta1", "dodgerblue1", "orange1", "mediumpurple1", "aquamarine1"];

    private readonly IAnsiConsole _console;
    private int _prefixWidth = 8;

    public Screen(TextWriter? writer = null)
    {
        var isTerminal = writer is null && !Console.IsOutputRedirected;
        var wantsColour = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        _console = AnsiConsole.Create(new()
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = wantsColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal && !Console.IsInputRedirected ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer ?? Console.Out),
        });
        IsTerminal = isTerminal && _console.Profile.Capabilities.Ansi;
        if (!isTerminal)
        {
            _console.Profile.Width = 400; // Nothing to wrap for.
        }
    }

    public bool IsTerminal { get; }

    public bool CanAsk => _console.Profile.Capabilities.Interactive && !Console.IsInputRedirected;

    public void Line(string text = "") => _console.MarkupLine(Markup.Escape(text));

    public void Note(string text) => _console.MarkupLine($"[grey]{Markup.Escape(text)}[/]");

    public void Warn(string text) => _console.MarkupLine($"[yellow]{Markup.Escape(text)}[/]");

    public void Done(string text) => _console.MarkupLine($"[green]✓[/] {Markup.Escape(text)}");

    public void Table(Table table) => _console.Write(table);

    public bool Ask(string question) => CanAsk && _console.Confirm(Markup.Escape(question), defaultValue: false);

    /// <summary>A line of one of the processes, behind its name.</summary>
    public void Prefixed(string name, int index, string line)
    {
        _prefixWidth = Math.Max(_prefixWidth, name.Length);
        _console.MarkupLine($"[{PrefixColours[index % PrefixColours.Length]}]{Markup.Escape(name.PadRight(_prefixWidth))} |[/] {Markup.Escape(Clean(line))}");
    }

    /// <summary>Does something that may take a while, and shows that it goes on.</summary>
    /// <param name="title">What is done, as in "building".</param>
    /// <param name="work">The work; it may tell where it is.</param>
    public async Task<T> StepAsync<T>(string title, Func<Action<string>, Task<T>> work)
    {
        var watch = Stopwatch.StartNew();
        T result;
        if (IsTerminal)
        {
            result = await _console.Status().Spinner(Spinner.Known.Dots).StartAsync(Markup.Escape(title), async context =>
            {
                var detail = "";
                using var timer = new Timer(_ => context.Status($"{Markup.Escape(title)} [grey]{watch.Elapsed.TotalSeconds:0} s {Markup.Escape(detail)}[/]"), null, 500, 500);
                return await work(text => detail = text);
            });
        }
        else
        {
            using var slow = new Timer(_ => Line($"  {title} …"), null, 1500, Timeout.Infinite);
            result = await work(_ => { });
        }

        Done($"{title} ({watch.Elapsed.TotalSeconds:0.0} s)");
        return result;
    }

    public Task StepAsync(string title, Func<Action<string>, Task> work) => StepAsync(title, async tell =>
    {
        await work(tell);
        return true;
    });

    /// <summary>Does something that has a known length: a bar on a terminal; elsewhere a line at times and one at the end.</summary>
    /// <param name="title">What is done, as in "recording".</param>
    /// <param name="work">The work; it tells how much is done, of how much, and where it is.</param>
    public async Task<T> ProgressAsync<T>(string title, Func<Action<ulong, ulong, string>, Task<T>> work)
    {
        var watch = Stopwatch.StartNew();
        T result;
        if (IsTerminal)
        {
            ProgressColumn[] columns = [new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()];
            result = await _console.Progress().AutoClear(true).Columns(columns).StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title));
                return await work((done, total, where) =>
                {
                    (task.MaxValue, task.Value) = (total, done);
                    task.Description = Markup.Escape($"{title} {where}");
                });
            });
        }
        else
        {
            var (said, every) = (TimeSpan.Zero, TimeSpan.FromSeconds(10));
            result = await work((done, total, where) =>
            {
                if (done < total && watch.Elapsed - said > every)
                {
                    said = watch.Elapsed;
                    Line($"  {title}: {done} of {total}, {where}");
                }
            });
        }

        Done($"{title} ({watch.Elapsed.TotalSeconds:0.0} s)");
        return result;
    }

    // A service's own escape sequences would colour what comes after.
    private static string Clean(string line) => line.Any(char.IsControl) ? string.Concat(line.Where(c => c == '\t' || !char.IsControl(c))) : line;
}
