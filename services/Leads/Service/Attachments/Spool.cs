using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Leads.Attachments;

/// <summary>
/// Where uploads gather until they are whole and checked. A file belongs to whoever has it open; what a killed process left is locked by nobody, and
/// is swept when the next one starts, and every hour.
/// </summary>
public sealed class Spool(AttachmentSettings settings, TimeProvider time, ILogger<Spool> logger) : BackgroundService
{
    private const string Ending = ".part";
    private static readonly TimeSpan SweepsEvery = TimeSpan.FromHours(1);

    // Between making a file and locking it, which is one call, the file is nobody's for an instant.
    private static readonly TimeSpan YoungestSwept = TimeSpan.FromMinutes(1);

    /// <summary>A new, empty file that nobody else can open.</summary>
    public SpooledFile Open()
    {
        Directory.CreateDirectory(settings.SpoolFolder);
        return new(Path.Combine(settings.SpoolFolder, $"{Guid.CreateVersion7(time.GetUtcNow()):N}{Ending}"));
    }

    /// <summary>Removes what nobody has open any more.</summary>
    /// <returns>How many files.</returns>
    public int Sweep()
    {
        var swept = 0;
        foreach (var file in Directory.Exists(settings.SpoolFolder) ? Directory.EnumerateFiles(settings.SpoolFolder, $"*{Ending}") : [])
        {
            try
            {
                if (time.GetUtcNow() - File.GetLastWriteTimeUtc(file) >= YoungestSwept)
                {
                    using var mine = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                    File.Delete(file);
                    swept++;
                }
            }
            catch (IOException)
            {
                // Somebody has it open, or has just finished with it.
            }
        }

        return swept;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SweepsEvery, time);
        do
        {
            try
            {
                if (Sweep() is > 0 and var swept)
                {
                    logger.LogInformation("{Swept} uploads that were broken off were removed.", swept);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                logger.LogWarning(e, "Broken-off uploads could not be removed from {Folder}.", settings.SpoolFolder);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

/// <summary>An upload in progress. Gone when it is disposed, unless a store has taken it.</summary>
public sealed class SpooledFile : IAsyncDisposable
{
    internal SpooledFile(string path)
    {
        FilePath = path;
        Content = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>Where it is.</summary>
    public string FilePath { get; }

    /// <summary>What has come so far.</summary>
    public FileStream Content { get; }

    /// <summary>All of it; only for what is within the size limit.</summary>
    public byte[] ReadAll()
    {
        Content.Position = 0;
        var all = new byte[Content.Length];
        Content.ReadExactly(all);
        return all;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Deleted while it is still locked: the sweeper must not find it, and a store that took it has moved it elsewhere.
        File.Delete(FilePath);
        await Content.DisposeAsync();
    }
}
