import {
  explainAdditive,
  explainByReplacement,
  nearestAnalogues,
  prepareForecast,
  replacementRows,
  trainedModel,
  type Explanation,
  type ImpactForecast,
  type ImpactRequest,
  type NearAnalogue,
  type TrainedModel,
} from '#domain/impact';
import { type LoadedModel, type ModelLibrary } from '#application/ports';

/** Prototypes of training rows that an explanation names. */
const ANALOGUES = 3;
/** Versions whose models are kept: the champions of both definitions, known and pooled. */
const MODELS_KEPT = 4;

/** Why a forecast says what it says. */
export interface ForecastExplanation extends Explanation {
  /** Orders of the training rows most like this one; empty where the model names none. */
  readonly analogues: readonly NearAnalogue[];
}

interface KeptModel {
  readonly loaded: LoadedModel;
  readonly model: TrainedModel;
}

/**
 * Explains forecasts of trained models, whichever version gave them. It reads the models itself and keeps the last few, so that
 * it takes nothing from those that answer.
 */
export class ForecastExplainer {
  private readonly kept = new Map<string, Promise<KeptModel | undefined>>();

  constructor(private readonly library: ModelLibrary) {}

  /** Undefined where the published formulas answered, or the version's files are not here any more. */
  async explain(request: ImpactRequest, forecast: ImpactForecast): Promise<ForecastExplanation | undefined> {
    if (forecast.trained === undefined) return undefined;
    const known = await this.modelOf(forecast.modelVersion);
    if (known === undefined) return undefined;
    const { loaded, model } = known;
    const prepared = prepareForecast(model, request);
    if (!prepared.ok) return undefined;
    const analogues = nearestAnalogues(model, prepared.value, ANALOGUES);
    if (loaded.compiled !== null) {
      return { ...explainAdditive(model, loaded.compiled, prepared.value, forecast), analogues };
    }
    const rows = replacementRows(model, prepared.value);
    const { inputs, labels, probabilities } = loaded.manifest;
    const count = rows.length / inputs.length;
    const outputs = new Float32Array(count * labels.length * probabilities.length);
    await loaded.session!.run(rows, outputs, count);
    return { ...explainByReplacement(model, prepared.value, forecast, outputs), analogues };
  }

  private modelOf(modelVersion: string): Promise<KeptModel | undefined> {
    const kept = this.kept.get(modelVersion) ?? this.load(modelVersion);
    // The one asked for last is the last to go.
    this.kept.delete(modelVersion);
    this.kept.set(modelVersion, kept);
    if (this.kept.size > MODELS_KEPT) this.forget(this.kept.keys().next().value!);
    return kept;
  }

  private async load(modelVersion: string): Promise<KeptModel | undefined> {
    const loaded = await this.library.load(modelVersion);
    return loaded.ok ? { loaded: loaded.value, model: trainedModel(loaded.value.manifest) } : undefined;
  }

  private forget(modelVersion: string): void {
    const gone = this.kept.get(modelVersion);
    this.kept.delete(modelVersion);
    void gone?.then((model) => model?.loaded.session?.release());
  }
}
