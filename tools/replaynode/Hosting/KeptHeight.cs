using System.Globalization;
using CoretimeDesk.ReplayNode.Blocks;
using CoretimeDesk.ReplayNode.Chain;

namespace CoretimeDesk.ReplayNode;

/// <summary>
/// Keeps the best height in a file, so that a node that is started again goes on where it was, as nodes with a database do: to its followers a chain that
/// begins anew would be one whose finality went back.
/// </summary>
internal sealed class KeptHeight(string file, IHeadListener next, ILogger log) : IHeadListener
{
    private bool _isBroken;

    /// <summary>The height in a file; null when there is no file yet.</summary>
    /// <exception cref="ReplayNodeStartException">It holds something else.</exception>
    public static ulong? Read(string file, ulong first, ulong last)
    {
        string text;
        try
        {
            text = File.ReadAllText(file).Trim();
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReplayNodeStartException($"--keep-height: {file} cannot be read: {e.Message}", e);
        }

        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var height) && height >= first && height <= last
            ? height
            : throw new ReplayNodeStartException($"--keep-height: {file} should hold a height from {first} to {last}, the blocks that there are; delete it to begin anew");
    }

    public void Announce(HeadKind kind, ReplayBlock block)
    {
        // Kept first: what was announced as best or final must still be there after a kill.
        if (kind == HeadKind.New)
        {
            Keep(block.Number);
        }

        next.Announce(kind, block);
    }

    public void AnnounceRuntime(ServedRuntime runtime) => next.AnnounceRuntime(runtime);

    private void Keep(ulong height)
    {
        try
        {
            // In one step, so that a kill leaves the old height or the new one.
            File.WriteAllText(file + ".new", height.ToString(CultureInfo.InvariantCulture));
            File.Move(file + ".new", file, overwrite: true);
            _isBroken = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_isBroken)
            {
                log.LogWarning("--keep-height: {File} cannot be written: {Why}. The next start begins further back", file, e.Message);
            }

            _isBroken = true;
        }
    }
}
