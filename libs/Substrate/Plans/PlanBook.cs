using System.Runtime.CompilerServices;

namespace CoretimeDesk.Substrate;

/// <summary>
/// The plans of one runtime, made when first asked for. A plan becomes visible only when all that it consists of is ready, so readers
/// need no lock.
/// </summary>
internal sealed class PlanBook(TypeRegistry types, int callType)
{
    private readonly Lock _gate = new();
    private readonly TypePlan?[] _plans = new TypePlan?[types.Count];
    private readonly short[] _heights = new short[types.Count]; // Types within types below each plan, itself included.

    // While a plan is being made: what it consists of. Nothing of it is kept when that fails.
    private readonly Dictionary<int, Draft> _drafts = [];
    private readonly List<TypePlan> _made = [];
    private int _depth;
    private int _below; // Height of the highest plan met so far, of those that the plan being made consists of.
    private int _lastVector;

    public TypeRegistry Types => types;

    /// <summary>The plan for a type.</summary>
    /// <exception cref="ScaleException">The type contradicts itself, contains itself without end, or is nested too deeply.</exception>
    public TypePlan Of(int type)
    {
        if (type >= 0 && type < _plans.Length && Volatile.Read(ref _plans[type]) is { } ready)
        {
            return ready;
        }

        lock (_gate)
        {
            return Finish(() => Make(type));
        }
    }

    public VariantShape ShapeOf(VariantPlan plan, ref VariantShape? slot, VariantDefinition variant)
    {
        lock (_gate)
        {
            if (slot is null)
            {
                var shape = new VariantShape(variant, Finish(() => FieldsOf(plan.Name, variant.Fields, isPayload: true)));
                Volatile.Write(ref slot, shape);
            }

            return slot;
        }
    }

    private T Finish<T>(Func<T> make)
        where T : TypePlan
    {
        if (_depth > 0)
        {
            throw new InvalidOperationException("A plan is asked for while another is being made.");
        }

        try
        {
            var plan = make();
            plan.Measure();
            _made.ForEach(p => p.Measure());
            foreach (var (type, draft) in _drafts)
            {
                _heights[type] = (short)draft.Height;
                Volatile.Write(ref _plans[type], draft.Plan);
            }

            return plan;
        }
        finally
        {
            _drafts.Clear();
            _made.Clear();
            (_depth, _below, _lastVector) = (0, 0, 0);
        }
    }

    private TypePlan Make(int type)
    {
        var definition = types[type]; // Throws for an unknown id.
        if (_plans[type] is { } ready)
        {
            Reach(_heights[type], type);
            return ready;
        }

        if (_drafts.TryGetValue(type, out var draft))
        {
            Reach(draft.Height, type);
            return draft.IsDone ? draft.Plan! : Inside(draft, definition);
        }

        Reach(1, type);
        _drafts[type] = draft = new(++_depth);
        var beside = _below;
        _below = 0;
        var plan = Make(definition, draft);
        draft.Height = _below + 1;
        _below = Math.Max(beside, draft.Height);
        if (draft.Forward is { } forward)
        {
            forward.Target = plan;
            _made.Add(forward);
        }

        (draft.Plan, draft.IsDone) = (plan, true);
        _made.Add(plan);
        _depth--;
        return plan;
    }

    /// <summary>Refuses what is nested too deeply, whichever of its types was planned first: values of it would use up the stack.</summary>
    private void Reach(int height, int type)
    {
        if (_depth + height > ScaleLimits.TypeDepthMax)
        {
            throw new ScaleException(ScaleFault.TooDeep, 0, $"type {type} is nested more than {ScaleLimits.TypeDepthMax} types deep");
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new ScaleException(ScaleFault.TooDeep, 0, $"type {type} is nested more deeply than the stack allows");
        }

        _below = Math.Max(_below, height);
    }

    /// <summary>A type that is met within itself: fine behind a vector or option, endless otherwise.</summary>
    private TypePlan Inside(Draft draft, PortableType definition)
    {
        if (_lastVector < draft.Depth)
        {
            throw new ScaleException(ScaleFault.BadType, 0, $"type {definition.Id} ({definition.Name}) contains itself without end");
        }

        return draft.Plan ?? (draft.Forward ??= new(definition.Name));
    }

    private TypePlan Make(PortableType type, Draft draft)
    {
        var name = types.Describe(type.Id);
        switch (type.Definition)
        {
            case TypeDefinition.Primitive primitive:
                return PlanOf(name, primitive.Kind);
            case TypeDefinition.Compact compact:
                return CompactOf(name, compact.Inner);
            case TypeDefinition.BitSequence bits:
                return new BitsPlan(name, BitUnit(bits));
            case TypeDefinition.Sequence vector when IsByte(vector.Item):
                return BytesPlan.Vector(name);
            case TypeDefinition.Sequence vector:
                var list = ListPlan.Vector(name);
                draft.Plan = list;
                list.Item = BehindVector(vector.Item);
                return list;
            case TypeDefinition.Array array when IsByte(array.Item):
                return BytesPlan.Array(name, array.Length);
            case TypeDefinition.Array array:
                var items = ListPlan.Array(name, array.Length);
                draft.Plan = items;
                items.Item = Make(array.Item);
                return items;
            case TypeDefinition.Tuple { Members.Count: 0 } or TypeDefinition.Composite { Fields.Count: 0 }:
                return new UnitPlan(name);
            case TypeDefinition.Tuple tuple:
                var members = new CompositePlan(name);
                draft.Plan = members;
                members.Fields = new(name, null, [.. tuple.Members.Select(Make)], isTuple: true);
                return members;
            case TypeDefinition.Composite { Fields: [{ Name: null } only] }:
                var inner = Make(only.Type);
                return type.Name == "AccountId32" && IsBytes32(only.Type) ? BytesPlan.Account(name) : inner;
            case TypeDefinition.Composite composite:
                var structure = new CompositePlan(name);
                draft.Plan = structure;
                structure.Fields = FieldsOf(name, composite.Fields);
                return structure;
            case TypeDefinition.Variant { Variants: [{ Name: "None", Index: 0, Fields.Count: 0 }, { Name: "Some", Index: 1, Fields.Count: 1 } some] } when type.Path is ["Option"]:
                var option = new OptionPlan(name);
                draft.Plan = option;
                option.Inner = BehindVector(some.Fields[0].Type);
                return option;
            case TypeDefinition.Variant variant:
                var plan = new VariantPlan(name, this, variant.Variants);
                return IsOuterCall(type, variant) ? new CallPlan(plan) : plan;
            default:
                throw new ScaleException(ScaleFault.BadType, 0, $"type {type.Id} has no known shape");
        }
    }

    private FieldsPlan FieldsOf(string name, IReadOnlyList<FieldDefinition> fields, bool isPayload = false)
    {
        var isNamed = fields.Count > 0 && fields[0].Name is not null;
        if (fields.Any(f => f.Name is not null != isNamed))
        {
            throw new ScaleException(ScaleFault.BadType, 0, $"{name} has fields with and without names");
        }

        var plan = new FieldsPlan(name, isNamed ? [.. fields.Select(f => f.Name!)] : null, [.. fields.Select(f => Make(f.Type))], isPayload: isPayload);
        _made.Add(plan);
        return plan;
    }

    private TypePlan BehindVector(int type)
    {
        var before = _lastVector;
        _lastVector = _depth;
        var plan = Make(type);
        _lastVector = before;
        return plan;
    }

    private static TypePlan PlanOf(string name, Primitive primitive) => primitive switch
    {
        Primitive.Bool => new BoolPlan(name),
        Primitive.Char => new TextPlan(name, isChar: true),
        Primitive.Str => new TextPlan(name, isChar: false),
        Primitive.U256 => new WidePlan(name, isSigned: false),
        Primitive.I256 => new WidePlan(name, isSigned: true),
        <= Primitive.U128 => new UnsignedPlan(name, 1 << (primitive - Primitive.U8), isCompact: false),
        _ => new SignedPlan(name, 1 << (primitive - Primitive.I8)),
    };

    /// <summary>Compact stands before an integer, before a struct around just one, or before nothing at all.</summary>
    private TypePlan CompactOf(string name, int type)
    {
        for (var depth = 0; depth < ScaleLimits.TypeDepthMax; depth++)
        {
            switch (types[type].Definition)
            {
                case TypeDefinition.Primitive { Kind: >= Primitive.U8 and <= Primitive.U128 } primitive:
                    return new UnsignedPlan(name, 1 << (primitive.Kind - Primitive.U8), isCompact: true);
                case TypeDefinition.Tuple { Members.Count: 0 } or TypeDefinition.Composite { Fields.Count: 0 }:
                    return new UnitPlan(name);
                case TypeDefinition.Composite { Fields: [var only] }:
                    type = only.Type;
                    break;
                case TypeDefinition.Tuple { Members: [var only] }:
                    type = only;
                    break;
                default:
                    throw new ScaleException(ScaleFault.BadType, 0, $"{name}: only unsigned integers of at most 128 bits have a compact form");
            }
        }

        throw new ScaleException(ScaleFault.BadType, 0, $"{name} contains itself without end");
    }

    private int BitUnit(TypeDefinition.BitSequence bits) => types[bits.Store].Definition is TypeDefinition.Primitive { Kind: >= Primitive.U8 and <= Primitive.U64 } unit
        ? 1 << (unit.Kind - Primitive.U8)
        : throw new ScaleException(ScaleFault.BadType, 0, $"type {bits.Store} cannot hold bits");

    private bool IsByte(int type) => types[type].Definition is TypeDefinition.Primitive { Kind: Primitive.U8 };

    private bool IsBytes32(int type) => types[type].Definition is TypeDefinition.Array { Length: 32 } array && IsByte(array.Item);

    /// <summary>Pallets with calls, each an enum. Other runtimes' calls can occur within a runtime's types; they are written in the same way.</summary>
    private bool IsOuterCall(PortableType type, TypeDefinition.Variant variant) => IsCallName(type)
        && variant.Variants.All(v => v.Fields is [{ Name: null } only]
            && types[only.Type] is { Definition: TypeDefinition.Variant, Path: not ["Option"] } calls && !IsCallName(calls));

    private bool IsCallName(PortableType type) => type.Id == callType || type.Name == "RuntimeCall";

    private sealed class Draft(int depth)
    {
        public int Depth { get; } = depth;

        public TypePlan? Plan { get; set; }

        public ForwardPlan? Forward { get; set; }

        public bool IsDone { get; set; }

        public int Height { get; set; }
    }
}
