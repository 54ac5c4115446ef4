using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary>Where an assessment's form comes from: a file of protobuf-JSON, options, or a file with options over it.</summary>
internal sealed class AssessmentFormOptions
{
    // All texts of a form at their longest are well below.
    private const long FileBytesMax = 1024 * 1024;

    private readonly Option<FileInfo?> _form = new("--form") { Description = "The form as JSON; './desk assessments example' prints one.", HelpName = "FILE" };
    private readonly Option<uint?> _corePeriods = new("--core-periods") { Description = "How much is needed: full cores times 28-day sale periods." };
    private readonly Option<uint?> _regions = new("--regions") { Description = "Regions to buy: a whole core is one a period, an interlaced one more. 0 for on-demand." };
    private readonly Option<string?> _startsOn = new("--starts-on") { Description = "The first day: 2027-01-05." };
    private readonly Option<string?> _endsOn = new("--ends-on") { Description = "The last day: 2027-12-31." };
    private readonly Option<string?> _supply = Words.Option<ProductLine>("--supply", "How it is bought.");
    private readonly Option<uint?> _cores = new("--cores") { Description = "Cores at the same time. 0 for on-demand." };
    private readonly Option<bool?> _elastic = new("--elastic-scaling") { Description = "Whether several cores work for one para at the same time: true or false." };
    private readonly Option<ulong?> _blocks = new("--blocks-per-day") { Description = "Blocks a day that the workload is expected to make." };
    private readonly Option<string?> _workload = new("--workload") { Description = "What runs, at most 4000 characters." };
    private readonly Option<string?> _stack = new("--runtime-stack") { Description = "What it is built with, at most 1000 characters." };
    private readonly Option<string?> _migration = new("--migration") { Description = "From where and how they come, at most 4000 characters; nothing when nothing is to be migrated." };
    private readonly Option<string[]> _risks = new("--risk") { Description = "What may go wrong; repeat it, at most 20. Needed when the verdict is no-fit." };
    private readonly Option<string?> _verdict = Words.Option<Verdict>("--verdict", "The conclusion.");
    private readonly Option<string[]> _conditions = new("--condition") { Description = "What must be met first; repeat it, at most 20. With fit-with-conditions alone." };

    /// <summary>A form that the service takes as it is.</summary>
    public static AssessmentForm Example => new()
    {
        CorePeriods = 26,
        Regions = 26,
        StartsOn = "2027-01-05",
        EndsOn = "2028-01-03",
        Supply = ProductLine.Bulk,
        Cores = 2,
        ElasticScaling = true,
        BlocksPerDay = 28_800,
        Workload = "A rollup for payments: 3 million transfers a day, peaks at the end of the month.",
        RuntimeStack = "Polkadot SDK, FRAME, one collator image for all nodes.",
        Migration = "From a sovereign chain, with its state, in one weekend.",
        Risks = { "The collators have not been run with a block every three seconds yet." },
        Verdict = Verdict.FitWithConditions,
        Conditions = { "The runtime is upgraded for asynchronous backing first." },
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Symbol> All =>
        [_form, _corePeriods, _regions, _startsOn, _endsOn, _supply, _cores, _elastic, _blocks, _workload, _stack, _migration, _risks, _verdict, _conditions];

    /// <summary>The form that was given. What it lacks the service says, field by field.</summary>
    /// <exception cref="DeskException">Nothing was given, or the file is no form.</exception>
    public AssessmentForm Read(ParseResult r)
    {
        var given = r.GetValue(_form) is { } file ? Read(file) : null;
        var form = given ?? new();
        var any = false;
        Take(r.GetValue(_corePeriods), v => form.CorePeriods = v!.Value);
        Take(r.GetValue(_regions), v => form.Regions = v!.Value);
        Take(r.GetValue(_startsOn), v => form.StartsOn = v);
        Take(r.GetValue(_endsOn), v => form.EndsOn = v);
        Take(r.GetValue(_supply), v => form.Supply = Words.Parse<ProductLine>(v));
        Take(r.GetValue(_cores), v => form.Cores = v!.Value);
        Take(r.GetValue(_elastic), v => form.ElasticScaling = v!.Value);
        Take(r.GetValue(_blocks), v => form.BlocksPerDay = v!.Value);
        Take(r.GetValue(_workload), v => form.Workload = v);
        Take(r.GetValue(_stack), v => form.RuntimeStack = v);
        Take(r.GetValue(_migration), v => form.Migration = v);
        Take(r.GetValue(_verdict), v => form.Verdict = Words.Parse<Verdict>(v));
        Take(r.GetValue(_risks) is { Length: > 0 } risks ? risks : null, v => Replace(form.Risks, v!));
        Take(r.GetValue(_conditions) is { Length: > 0 } conditions ? conditions : null, v => Replace(form.Conditions, v!));
        return any || given is not null ? form : throw new DeskException("--form: is missing. Give a file ('./desk assessments example' prints one), or say the form in options: './desk assessments write --help' lists them.");

        void Take<T>(T? value, Action<T> set)
        {
            if (value is not null)
            {
                any = true;
                set(value);
            }
        }
    }

    private static void Replace(Google.Protobuf.Collections.RepeatedField<string> all, string[] given)
    {
        all.Clear();
        all.Add(given);
    }

    private static AssessmentForm Read(FileInfo file)
    {
        try
        {
            return file.Length <= FileBytesMax
                ? JsonParser.Default.Parse<AssessmentForm>(File.ReadAllText(file.FullName))
                : throw new DeskException($"--form: {file.Name} has {AttachmentCommands.Size(file.Length)}; a form has at most {AttachmentCommands.Size(FileBytesMax)}. Long papers belong in files: './desk files upload', and --attachment here.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new DeskException($"--form: {file.Name} cannot be read as a form: {e.Message.TrimEnd('.')}. './desk assessments example' prints one.", e);
        }
    }
}
