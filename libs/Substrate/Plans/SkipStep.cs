namespace CoretimeDesk.Substrate;

/// <summary>
/// A step of passing over fields. Neighbours of fixed size are one step, and the shapes that events mostly consist of are passed over without
/// asking their plans. Nothing is checked less than in decoding: an unknown tag is found in an event that nobody wants, too.
/// </summary>
internal readonly record struct SkipStep(SkipStep.Kind What, int Bytes, TypePlan? Part, string Name)
{
    internal enum Kind : byte
    {
        Fixed,
        Compact,
        Tag,
        Values,
        Other,
    }

    public static SkipStep Of(TypePlan part, string name) =>
        part.FixedSize >= 0 ? new(Kind.Fixed, part.FixedSize, null, name)
        : part is UnsignedPlan { IsCompact: true } ? new(Kind.Compact, 0, part, name)
        : part is VariantPlan { IsBare: true } ? new(Kind.Tag, 0, part, name)
        : new(Kind.Other, 0, part, name);

    /// <summary>Counts values without bytes, as decoding does.</summary>
    public static SkipStep OfValues(int values, string name) => new(Kind.Values, values, null, name);

    /// <summary>Joins neighbours of fixed size; the joined step has the name of the first.</summary>
    public static SkipStep[] Join(IEnumerable<SkipStep> steps)
    {
        var joined = new List<SkipStep>();
        foreach (var step in steps)
        {
            if (step.What == Kind.Fixed && joined is [.., { What: Kind.Fixed } last])
            {
                joined[^1] = last with { Bytes = (int)Math.Min((long)last.Bytes + step.Bytes, int.MaxValue) };
            }
            else
            {
                joined.Add(step);
            }
        }

        return [.. joined];
    }

    public static void Run(SkipStep[] steps, ref ScaleReader reader)
    {
        var i = 0;
        try
        {
            for (; i < steps.Length; i++)
            {
                ref readonly var step = ref steps[i];
                switch (step.What)
                {
                    case Kind.Fixed:
                        reader.Skip(step.Bytes);
                        break;
                    case Kind.Compact when reader.TrySkipShortCompact():
                        break;
                    case Kind.Tag when reader.TryPeek(out var tag) && ((VariantPlan)step.Part!).Has(tag):
                        reader.Skip(1);
                        break;
                    case Kind.Values:
                        reader.Charge(step.Bytes);
                        break;
                    default:
                        step.Part!.Skip(ref reader);
                        break;
                }
            }
        }
        catch (ScaleException e) when (e.Within(steps[i].Name))
        {
            throw;
        }
    }
}
