import { render } from 'preact';
import { App } from './app';
import './style/base.css';
import './style/controls.css';
import './style/home.css';
import './style/task.css';
import './style/timeline.css';
import './style/content.css';
import './style/panels.css';

const root = document.getElementById('page');
if (root) {
  render(<App />, root);
}
