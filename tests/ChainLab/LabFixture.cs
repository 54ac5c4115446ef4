namespace CoretimeDesk.ChainLab;

/// <summary>
/// One lab for all tests that share it: as class, collection or assembly fixture of xunit.v3. It starts when a test first
/// asks for it. Derive to choose other options: <c>public sealed class BulkLab() : LabFixture(new() { Relay = false });</c>
/// </summary>
/// <remarks>Tests that share a lab share its chains: none may count on a height, a nonce or a price that another one moves.</remarks>
public class LabFixture : IAsyncDisposable
{
    private readonly Lazy<Task<LabChain>> _lab;

    /// <summary>Both chains, with a sale.</summary>
    public LabFixture()
        : this(new())
    {
    }

    /// <summary>A lab with options.</summary>
    protected LabFixture(LabOptions options) => _lab = new(() => LabChain.StartAsync(options));

    /// <summary>The lab, started by the first call. Skips the calling test, with the reason, where no lab can run.</summary>
    /// <exception cref="LabUnavailableException">Its tools are missing where they were promised: <c>CI=true</c> or <c>DESK_TEST_STRICT=1</c>.</exception>
    /// <exception cref="LabException">It did not start.</exception>
    public Task<LabChain> LabAsync()
    {
        ChainData.OrSkip();
        return LabChain.SkipReason is { } reason && !LabTools.MustBeHere ? throw SkippedTest.Because(reason) : _lab.Value;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A lab that never started has told the tests so.
        if (_lab is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _lab.Value).DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
