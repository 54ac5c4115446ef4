using System.Text;
using System.Text.Json;

namespace CoretimeDesk.Substrate.Tests.Hostile.Fuzzing;

/// <summary>Values of a type: calls, stored values. Decoding, passing over, encoding, and JSON both ways agree.</summary>
internal sealed class ValuesTarget(string name, IReadOnlyList<(Runtime Runtime, int Type, byte[] Bytes)> samples) : FuzzTarget(name)
{
    private Runtime _runtime = null!;
    private int _type;
    private int _turn;

    protected override byte[] Next(Mutator mutator)
    {
        (_runtime, _type, var bytes) = samples[mutator.Next(samples.Count)];
        return mutator.Mutate(bytes, samples[mutator.Next(samples.Count)].Bytes);
    }

    protected override FuzzOutcome Check(byte[] input)
    {
        var value = default(ScaleValue);
        var refusal = Measure(() => value = _runtime.Decode(_type, input), input, out var allocated);
        var taken = 0;
        var skipRefusal = Measure(() => taken = _runtime.Skip(_type, input), input, out _);
        Require(
            refusal is null ? skipRefusal is null && taken == input.Length : refusal.Fault == ScaleFault.TrailingBytes ? skipRefusal is null && taken == refusal.Offset : skipRefusal is not null,
            $"decoded: {refusal?.Message ?? "accepted"}; passed over: {skipRefusal?.Message ?? $"{taken} bytes"}");
        if (refusal is null)
        {
            RequireSame(input, value.Encode(), "a value");
            if (_turn++ % 8 == 0)
            {
                using var json = JsonDocument.Parse(Encoding.UTF8.GetBytes(value.ToJson()), new() { MaxDepth = 10_000 });
                RequireSame(input, _runtime.Encode(_type, json.RootElement), "a value's JSON");
            }
        }

        return Outcome(refusal, input, allocated);
    }
}
