import time
import pytest
from hydra_plugins.optuna_sweeper import current_trial
import optuna
@pytest.mark.parametrize("s",["tpe","random","cmaes","nsgaii","nsgaiii","qmc","grid","gp"])
def test_it(sweep, s):
    t=time.time()
    r = sweep(lambda c: (c.x-2)**2, "x=range(-5,5)" if s=="grid" else "x=interval(-5,5)", f"hydra/sweeper/sampler={s}", "hydra.sweeper.n_trials=4")
    print(r.output)
    print(r.code, r.summary, time.time()-t, [x.params for x in r.trials])
    assert r.code==0
